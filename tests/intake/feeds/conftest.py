"""Small feeds made by hand from the descriptions of their layouts, for those of which no file is at hand."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest

from standoff.intake.feeds.gdelt import COLUMNS_1, COLUMNS_2

FEEDS = Path(__file__).parents[3] / "../shared/data/event-feeds"

ICEWS_HEAD = (
    "Event ID\tEvent Date\tSource Name\tSource Sectors\tSource Country\tEvent Text\tCAMEO Code\tIntensity\tTarget Name\t"
    "Target Sectors\tTarget Country\tStory ID\tSentence Number\tPublisher\tCity\tDistrict\tProvince\tCountry\t"
    "Latitude\tLongitude"
)
PHOENIX_HEAD = (
    ",X,GID,Date,Year,Month,Day,Source,SrcActor,SrcAgent,SOthAgent,Target,TgtActor,TgtAgent,TOthAgent,CAMEO,RootCode,QuadClass,"
    "Goldstein,None,Lat,Lon,Geoname,AdminInfo,CountryCode,ID,URL,sourcetxt"
)
ACLED_HEAD = (
    "event_id_cnty,event_date,year,time_precision,disorder_type,event_type,sub_event_type,actor1,assoc_actor_1,inter1,actor2,"
    "assoc_actor_2,inter2,interaction,civilian_targeting,iso,region,country,admin1,admin2,admin3,location,latitude,longitude,"
    "geo_precision,source,source_scale,notes,fatalities,tags,timestamp"
)
POLECAT_HEAD = (
    "Event ID\tEvent Date\tEvent Type\tEvent Mode\tIntensity\tQuad Code\tContexts\tActor Name\tActor Country\tActor COW\t"
    "Primary Actor Sector\tActor Sectors\tActor Title\tActor Name Raw\tWikipedia Actor ID\tRecipient Name\tRecipient Country\t"
    "Recipient COW\tPrimary Recipient Sector\tRecipient Sectors\tRecipient Title\tRecipient Name Raw\tWikipedia Recipient ID\t"
    "Placename\tCity\tDistrict\tProvince\tCountry\tLatitude\tLongitude\tGeoNames ID\tRaw Placename\tFeature Type\tSource\t"
    "Publication Date\tStory People\tStory Organizations\tStory Locations\tLanguage\tVersion"
)
UCDP_HEAD = (
    "id,year,active_year,type_of_violence,conflict_new_id,conflict_name,dyad_new_id,dyad_name,side_a_new_id,side_a,side_b_new_id,"
    "gwnob,side_b,number_of_sources,source_article,source_office,source_date,source_headline,source_original,where_prec,"
    "where_coordinates,adm_1,adm_2,latitude,longitude,geom_wkt,priogrid_gid,country,country_id,region,event_clarity,date_prec,"
    "date_start,date_end,deaths_a,deaths_b,deaths_civilians,deaths_unknown,low,best,high"
)


def row(head: str, mark: str = "\t", **cells: str) -> str:
    """A row under a header; names are given in lower case with `_` for blanks, what is not given stands as NA for tabs."""
    names = [name.strip().lower().replace(" ", "_") for name in head.split(mark)]
    unknown = set(cells) - set(names)
    assert not unknown, unknown
    empty = "NA" if mark == "\t" else ""
    return mark.join(_quoted(cells.get(name, empty), mark) for name in names)


def _quoted(cell: str, mark: str) -> str:
    return f'"{cell.replace(chr(34), chr(34) * 2)}"' if mark == "," and any(sign in cell for sign in ',"\n') else cell


def gdelt(width: int = 58, **cells: str) -> str:
    """A row of GDELT of 57, 58 or 61 columns."""
    usual = {
        "globaleventid": "1",
        "sqldate": "20190123",
        "isrootevent": "1",
        "eventcode": "141",
        "eventrootcode": "14",
        "numsources": "3",
        "dateadded": "20190124" + ("120000" if width == 61 else ""),
        "sourceurl": "https://www.example.org/a",
    }
    usual |= {"actor1name": "PROTESTER", "actor1type1code": "OPP", "actor1countrycode": "VEN", "actor2name": "POLICE"}
    usual |= {"actor2type1code": "COP", "actor2countrycode": "VEN", "actiongeo_countrycode": "VE", "actiongeo_type": "4"}
    usual |= {"actiongeo_fullname": "Caracas, Distrito Federal, Venezuela"}
    given = {name.replace("_", " "): value for name, value in (usual | cells).items()}
    columns = COLUMNS_2 if width == 61 else COLUMNS_1[:width]
    assert set(given) <= set(COLUMNS_1) | set(COLUMNS_2)
    return "\t".join(given.get(name, "") for name in columns)


def icews(**cells: str) -> str:
    """A row of ICEWS: protesters against the government in Caracas."""
    usual = {
        "event_id": "1",
        "event_date": "2019-01-23",
        "source_name": "Protester (Venezuela)",
        "source_sectors": "Protestors / Popular Opposition / Mobs,Dissident",
        "source_country": "Venezuela",
        "event_text": "Demonstrate or rally",
        "cameo_code": "141",
        "target_name": "Government (Venezuela)",
        "target_sectors": "Government",
        "target_country": "Venezuela",
        "publisher": "Reuters",
        "city": "Caracas",
        "country": "Venezuela",
    }
    return row(ICEWS_HEAD, **(usual | cells))


def phoenix(**cells: str) -> str:
    """A row of Phoenix."""
    usual = {"gid": "7", "date": "20150203", "source": "MLIOPP", "srcactor": "MLI", "srcagent": "OPP", "target": "MLIGOV"}
    usual |= {"tgtactor": "MLI", "tgtagent": "GOV", "cameo": "141", "rootcode": "14", "geoname": "Bamako", "countrycode": "MLI"}
    usual |= {"id": "a1", "url": "http://www.example.org/a", "sourcetxt": "xinhua"}
    return row(PHOENIX_HEAD, ",", **(usual | cells))


def acled(**cells: str) -> str:
    """A row of ACLED: police break up a protest in Harare."""
    usual = {
        "event_id_cnty": "ZIM1",
        "event_date": "2022-03-01",
        "time_precision": "1",
        "event_type": "Protests",
        "sub_event_type": "Protest with intervention",
        "actor1": "Protesters (Zimbabwe)",
        "inter1": "6",
        "actor2": "Police Forces of Zimbabwe (2017-)",
        "inter2": "1",
        "country": "Zimbabwe",
        "location": "Harare",
        "source": "New Zimbabwe; AFP",
        "notes": "On 1 March 2022, police dispersed demonstrators in Harare, who asked for wages.",
        "fatalities": "0",
        "tags": "crowd size=about 1,200",
        "timestamp": "1646697600",
    }
    return row(ACLED_HEAD, ",", **(usual | cells))


def polecat(**cells: str) -> str:
    """A row of POLECAT; what is not given is `None`."""
    usual = {name.lower().replace(" ", "_"): "None" for name in POLECAT_HEAD.split("\t")}
    usual |= {"event_id": "P1", "event_date": "2021-02-06", "event_type": "PROTEST", "event_mode": "demo", "country": "Myanmar"}
    usual |= {"actor_name": "Protesters", "actor_country": "MMR", "primary_actor_sector": "CVL", "city": "Yangon"}
    usual |= {"recipient_name": "Junta", "recipient_country": "MMR", "primary_recipient_sector": "GOV"}
    usual |= {"source": "Le Courrier", "publication_date": "2021-02-07", "contexts": "democracy"}
    return row(POLECAT_HEAD, **(usual | cells))


def ucdp(**cells: str) -> str:
    """A row of UCDP: a government kills civilians."""
    usual = {
        "id": "9",
        "type_of_violence": "3",
        "side_a": "Government of Sudan",
        "side_b": "Civilians",
        "source_office": "Reuters;AFP",
        "source_headline": "Troops fire on sit-in;Dozens dead in Khartoum",
        "source_date": "2019-06-04;2019-06-05",
        "where_coordinates": "Khartoum town",
        "country": "Sudan",
        "country_id": "625",
        "event_clarity": "1",
        "date_prec": "1",
        "date_start": "2019-06-03",
        "date_end": "2019-06-03",
        "deaths_civilians": "87",
        "low": "61",
        "best": "87",
        "high": "118",
    }
    return row(UCDP_HEAD, ",", **(usual | cells))


@pytest.fixture
def made() -> SimpleNamespace:
    """Rows of every layout, and the headers of those that have one."""
    heads = {"icews": ICEWS_HEAD, "phoenix": PHOENIX_HEAD, "acled": ACLED_HEAD, "polecat": POLECAT_HEAD, "ucdp": UCDP_HEAD}
    makers = {"gdelt": gdelt, "icews": icews, "phoenix": phoenix, "acled": acled, "polecat": polecat, "ucdp": ucdp}
    return SimpleNamespace(heads=heads, **makers)


@pytest.fixture
def feed(tmp_path: Path) -> Callable[..., Path]:
    """Writes lines as a file and gives its path."""

    def written(*lines: str, name: str = "feed", encoding: str = "utf-8") -> Path:
        path = tmp_path / name
        path.write_bytes("".join(line + "\n" for line in lines).encode(encoding))
        return path

    return written


@pytest.fixture
def real() -> Callable[[str], Path]:
    """The path of a real feed, or the test is left out where it is not here."""

    def found(name: str) -> Path:
        path = FEEDS / name
        if not path.is_file():
            pytest.skip(f"the development feed {name} is not here")
        return path

    return found
