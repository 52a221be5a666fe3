"""The language of a page, of its larger part, and of too little."""

from __future__ import annotations

import pytest

from standoff.intake.pages.languages import language_of

SENTENCES = {
    "en": "The defence minister said that the armed forces would not go out to the street against the people.",
    "es": "El ministro de Defensa dijo que las fuerzas armadas no van a salir a la calle contra el pueblo.",
    "pt": "O ministro da Defesa disse que as forças armadas não vão sair às ruas contra o povo do país.",
    "fr": "Le ministre de la Défense a dit que les forces armées ne vont pas sortir dans la rue contre le peuple.",
    "de": "Der Verteidigungsminister sagte, dass die Streitkräfte nicht gegen das Volk auf die Straße gehen werden.",
    "it": "Il ministro della Difesa ha detto che le forze armate non sono pronte a scendere in piazza contro il popolo.",
    "tr": "Savunma bakanı silahlı kuvvetlerin halka karşı sokağa çıkmayacağını söyledi ve bunun çok önemli olduğunu dedi.",
    "ru": "Министр обороны сказал, что вооруженные силы не выйдут на улицу против народа.",
    "uk": "Міністр оборони сказав, що збройні сили не вийдуть на вулицю проти свого народу.",
    "ar": "قال وزير الدفاع إن القوات المسلحة لن تخرج إلى الشارع ضد الشعب",
    "fa": "وزیر دفاع گفت که نیروهای مسلح در برابر مردم به خیابان نمی‌آیند و این یک تصمیم است",
    "zh": "国防部长说，武装部队不会走上街头反对人民。",
    "ko": "국방부 장관은 군대가 국민에 맞서 거리로 나가지 않을 것이라고 말했다",
}


@pytest.mark.parametrize("language", SENTENCES)
def test_one_sentence_is_enough(language):
    assert language_of(SENTENCES[language]) == language


@pytest.mark.parametrize("text", ["", "Reuters", "12 345 67", "Maduro Guaidó Padrino", "!!! ---"])
def test_too_little_to_tell(text):
    assert language_of(text) == ""


def test_an_english_page_with_spanish_quotes_is_english():
    text = f"{SENTENCES['en']} “{SENTENCES['es']}” {SENTENCES['en']}"
    assert language_of(text) == "en"


def test_a_spanish_page_with_an_english_quote_is_spanish():
    assert language_of(f"{SENTENCES['es']} “{SENTENCES['en']}” {SENTENCES['es']}") == "es"


def test_headlines_are_english_too():
    text = (
        "Soldiers refuse orders in capital. Police detain 20 at rally. Minister resigns over shooting of protesters by guards."
    )
    assert language_of(text) == "en"


def test_words_of_no_known_language():
    assert language_of("blorp kwim zanto " * 20) == "und"
