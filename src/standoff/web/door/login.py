"""What stands before the door: the page for those without the token, and the form that asks for the password."""

from __future__ import annotations

from html import escape

from starlette.responses import HTMLResponse, JSONResponse

from standoff.web.refusals import refused

_PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>
:root {{ color-scheme: light dark; font: 1rem/1.6 system-ui, "DejaVu Sans", sans-serif; }}
body {{ margin: 0; background: light-dark(#fff, #16181d); color: light-dark(#1c1f24, #e8eaed); }}
main {{ max-width: 26rem; margin: 15vh auto 0; padding: 0 1.25rem; }}
h1 {{ font-size: 1.35rem; }}
label {{ font-weight: 600; }}
input, button {{ font: inherit; padding: .45rem .75rem; border: 1px solid #80868f; border-radius: .4rem; }}
input {{ box-sizing: border-box; width: 100%; margin-top: .25rem; font-weight: 400; }}
button {{ background: light-dark(#1d5c9e, #8fbcf2); border-color: transparent; color: light-dark(#fff, #10243c); }}
button {{ font-weight: 600; cursor: pointer; }}
:focus-visible {{ outline: 3px solid light-dark(#1d5c9e, #8fbcf2); outline-offset: 2px; }}
[role=alert] {{ color: light-dark(#9c4a00, #f0b06e); }}
</style>
</head>
<body><main><h1>{title}</h1>{content}</main></body>
</html>
"""
_FORM = """{told}<form method="post" action="/login">
<p><label>Password<br><input type="password" name="password" autocomplete="current-password" required autofocus></label></p>
<p><button type="submit">Open</button></p>
</form>"""


def denied() -> JSONResponse:
    """The answer to a program that does not carry the token."""
    answer = refused(401, "not_signed_in", "the token is needed: open the address that `standoff serve` printed")
    answer.headers["www-authenticate"] = "Bearer"
    return answer


def signed_out() -> HTMLResponse:
    """The page for a reader who does not carry the token."""
    told = "<p>Open the address that <code>standoff serve</code> printed in the terminal; it ends in a token.</p>"
    return HTMLResponse(_PAGE.format(title="This workbench is not open to you", content=told), 401)


def login_page(status: int = 200, told: str = "") -> HTMLResponse:
    """The form that asks for the password, with a sentence where it was wrong."""
    content = _FORM.format(told=f'<p role="alert">{escape(told)}</p>' if told else "")
    return HTMLResponse(_PAGE.format(title="Open the workbench", content=content), status)
