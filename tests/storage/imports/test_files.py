"""What files look like in the world: encodings, separators, line ends, quotes, packing; and those that are something else."""

from __future__ import annotations

import gzip
import json
import sqlite3
import struct
from datetime import UTC, datetime

import pytest

from shop.errors import InvalidInput
from storage import Storage
from storage.imports import KINDS, run_import

PLAIN = 'id,name,description,price\np1,Müsli Schüssel,"Für Früh,\nmittags",12.50\np2,Löffel,,3\n'


def names(shop: Storage) -> list[str]:
    return [p.name for p in shop.products.all()]


@pytest.mark.parametrize(
    "data",
    [
        PLAIN.encode(),
        PLAIN.encode("utf-8-sig"),
        PLAIN.encode("latin-1"),
        PLAIN.encode("utf-16"),
        gzip.compress(PLAIN.encode()),
        gzip.compress(PLAIN.encode("cp1252")),
        PLAIN.replace("\n", "\r\n").encode(),
        PLAIN.replace("\n", "\r").encode(),
        PLAIN.replace(",", ";").replace("12.50", "12,50").encode(),
        PLAIN.replace(",", "\t").encode(),
        ("sep=;\n" + PLAIN.replace(",", ";")).encode(),
        ("\n\n" + PLAIN + "\n\n,,,\n").encode(),
    ],
    ids=["utf8", "bom", "latin1", "utf16", "gzip", "gzip-1252", "crlf", "cr", "semicolon", "tab", "sep", "blank-lines"],
)
def test_a_table_is_read_however_it_was_saved(reading, shop: Storage, data):
    report = reading("products", data, "anything.gz")
    assert (report.rows, report.changed, report.rejected) == (2, 2, 0)
    assert names(shop) == ["Müsli Schüssel", "Löffel"]
    bowl = shop.products.get("p1")
    assert bowl is not None
    assert bowl.variants[0].price == 1250
    assert (
        bowl.description.replace("\r\n", "\n").replace("\r", "\n").replace(";", ",").replace("\t", ",") == "Für Früh,\nmittags"
    )


def test_windows_quotes_and_the_euro_sign_are_read_as_windows_1252(reading, shop: Storage):
    reading("products", "id,name\np1,\x93Best\x94 \x80 Müsli\n".encode("latin-1"))
    assert names(shop) == ["“Best” € Müsli"]


def test_a_few_bytes_that_are_no_text_cost_their_row_alone(reading, shop: Storage, rejected):
    data = "id,name\np1,Müsli\np2,Löffel\n".encode() + b"p3,\xff\xfe\xfa\n" + "p4,Gabel ä\n".encode()
    report = reading("products", data)
    assert [(line, column) for line, column, _ in rejected(report)] == [(4, "name")]
    assert names(shop) == ["Müsli", "Löffel", "Gabel ä"]


def test_control_characters_are_dropped(reading, shop: Storage):
    reading("products", 'id,name,description\np1,Te\x00nt\x07,"one\x1b\n\ttwo"\n' + "p2,Lamp,plain words\n" * 20)
    tent = shop.products.get("p1")
    assert tent is not None
    assert (tent.name, tent.description) == ("Tent", "one\n\ttwo")


def test_the_line_is_the_physical_one_on_which_the_record_starts(reading, rejected):
    report = reading("products", 'id,name,price\np1,"two\nlines",1\np2,"three\n\nlines",x\n\np3,"one",y\n')
    assert [line for line, _, _ in rejected(report)] == [4, 8]


def test_a_quote_that_is_never_closed_does_not_swallow_the_rows_after_it(reading, shop: Storage, rejected):
    rows = "".join(f"q{n},Name {n},{n}\n" for n in range(50))
    report = reading(
        "products", f'id,name,price\np1,"Open,1\n{rows}p2,"Closed",2\n{rows.replace("q", "r")}p3,"Open again,3\np4,Last,4\n'
    )
    assert [line for line, _, _ in rejected(report)] == [2, 104]
    assert shop.products.count() == 102


def test_a_text_of_more_than_100_000_characters_is_rejected(reading, rejected, lines):
    report = reading("products", f'id,name,description\np1,Long,"{"x " * 60_000}"\np2,Short,{"y" * 99_999}\n')
    assert [(line, column) for line, column, _ in rejected(report)] == [(2, "description")]
    report = reading("faq", lines([{"question": "q" * 120_000, "answer": "a"}, {"question": "q", "answer": "a"}]))
    assert [(line, column) for line, column, _ in rejected(report)] == [(1, "question")]


def test_a_line_without_end_is_passed_over_in_pieces(reading, rejected):
    data = gzip.compress(b"id,name\np1," + b"x" * 9_000_000 + b"\np2,Good\n")
    report = reading("products", data)
    assert (report.rows, report.changed) == (2, 1)
    assert [line for line, _, _ in rejected(report)] == [2]


@pytest.mark.parametrize(
    "line",
    ["{", "[1]", "3", '"text"', '{"id": 1', "[" * 50_000, '{"id": ' + "9" * 5_000 + "}", '{"id": {"a": 1}, "name": "x"}',
     '{"id": "a", "name": "\\ud800"}', '{"id": true, "name": ["x"]}', '{"id": "p", "name": "n", "price": NaN}',
     '{"id": "p", "name": "n", "price": 1e999}', '{"id": "p", "name": "n", "price": -Infinity}'],
)  # fmt: skip
def test_a_broken_json_line_costs_that_line_alone(reading, rejected, line):
    report = reading("products", '{"id": "a1", "name": "Tent"}\n' + line + '\n{"id": "a2", "name": "Lamp"}\n')
    assert (report.changed, [number for number, _, _ in rejected(report)]) == (2, [2])


OTHER_FILES = {
    "empty": b"",
    "blank": b"\n \n\xef\xbb\xbf",
    "packed empty": gzip.compress(b""),
    "png": b"\x89PNG\r\n\x1a\n" + bytes(200),
    "jpeg": b"\xff\xd8\xff\xe0" + bytes(200),
    "parquet": b"PAR1" + bytes(range(256)) * 4 + b"PAR1",
    "packed parquet": gzip.compress(b"PAR1" + bytes(range(256)) * 4 + b"PAR1"),
    "xlsx": b"PK\x03\x04" + bytes(200),
    "noise": struct.pack("<100I", *range(100)),
    "web page": b"<!DOCTYPE html><html><body>id,name</body></html>",
    "array": json.dumps([{"id": "p1", "name": "Tent"}]).encode(),
    "pretty array": json.dumps([{"id": "p1", "name": "Tent"}], indent=1).encode(),
    "one pretty object": json.dumps({"id": "p1", "name": "Tent"}, indent=1).encode(),
    "torn gzip": gzip.compress(PLAIN.encode() * 2000)[:-20],
    "no gzip": b"\x1f\x8b" + b"garbage" * 20,
    "no utf16": b"\xff\xfe\x00\xd8\x00\xd8a",
    "no header": b"p1,Tent,12.50\np2,Lamp,3.00\n",
    "prose": b"Dear team, here is the catalogue you asked for.\n",
    "column twice": b"id,name,name\np1,Tent,Lamp\n",
}


@pytest.mark.parametrize("what", OTHER_FILES)
def test_a_file_of_another_kind_is_refused_before_anything_changes(reading, shop: Storage, tmp_path, what):
    for kind in KINDS:
        with pytest.raises(InvalidInput) as raised:
            reading(kind, OTHER_FILES[what], "odd.csv")
        assert str(raised.value).startswith("odd.csv ")
    assert shop.products.catalogue_version() == 0
    assert not list(tmp_path.glob("*rejects*"))


@pytest.mark.parametrize("given", KINDS)
@pytest.mark.parametrize("kind", KINDS)
def test_only_a_file_of_the_same_kind_is_taken(reading, samples, kind, given):
    if given == kind:
        assert reading(kind, samples[given]).rejected == 0
        return
    for text in (samples[given], samples[given].replace(samples[given].split(",")[0], "id", 1)):
        with pytest.raises(InvalidInput) as raised:
            reading(kind, text)
        assert raised.value.code == "wrong_kind"
        assert f"does not look like {kind}" in str(raised.value)
        assert "--map" in str(raised.value)


def test_the_refusal_names_what_is_missing_and_the_map_that_would_help(reading):
    with pytest.raises(InvalidInput) as raised:
        reading("products", "produkt_id,titel,preis\n1,Zelt,5\n")
    assert "lacks product_id, name" in str(raised.value)
    assert "--map produkt_id=product_id" in str(raised.value)
    assert reading("products", "produkt_id,titel\n1,Zelt\n", mapping={"produkt_id": "id", "titel": "title"}).changed == 1


def test_reviews_given_as_products_are_refused_even_where_they_have_an_id_and_a_title(reading, shop: Storage):
    with pytest.raises(InvalidInput, match="has the column 'review_id'"):
        reading("products", "review_id,product_id,title,text,rating,at\nr1,p1,Good,Dry,5,2026-01-01\n")
    with pytest.raises(InvalidInput, match=r"lacks product_id, and has 'review_id'.*--map clothing_id=product_id"):
        reading("products", "review_id,clothing_id,title,text,at\nr1,p1,Good,Dry,2026-01-01\n")
    assert shop.products.count() == 0


@pytest.mark.parametrize(
    "mapping", [{"nowhere": "name"}, {"id": "nonsense"}, {"id": "name", "name": "title"}, {"name": "ignore"}, {"id": ""}]
)
def test_a_map_that_makes_no_sense_is_refused(reading, mapping):
    with pytest.raises(InvalidInput):
        reading("products", "id,name\np1,Tent\n", mapping=mapping)


def test_a_map_can_leave_a_column_out(reading, shop: Storage):
    reading("products", "id,name,stars,secret\np1,Tent,5,x\n", mapping={"stars": "ignore", "secret": "ignore"})
    tent = shop.products.get("p1")
    assert tent is not None
    assert tent.attributes == {}


@pytest.mark.parametrize(
    "options",
    [{"units": {"price": "pounds"}}, {"units": {"name": "cents"}}, {"currency": "dollars"}, {"dialect": "shopify"}],
)
def test_an_option_that_makes_no_sense_is_refused(reading, options):
    with pytest.raises(InvalidInput):
        reading("products", "id,name\np1,Tent\n", **options)


def test_a_missing_file_and_a_folder_are_refused(shop: Storage, tmp_path):
    for path in (tmp_path / "nowhere.csv", tmp_path):
        with pytest.raises(InvalidInput):
            run_import(shop, "products", path, currency="USD", now=datetime(2026, 3, 1, tzinfo=UTC))


def test_rejects_that_could_not_be_written_refuse_the_import(reading, shop: Storage, tmp_path):
    for rejects in (tmp_path, tmp_path / "no" / "where.csv", tmp_path / "file.csv"):
        with pytest.raises(InvalidInput):
            reading("products", "id,name\np1,\np2,Tent\n", rejects=rejects)
    assert shop.products.count() == 0


def test_the_rejects_hold_the_row_and_are_for_the_owner_alone(reading, tmp_path):
    report = reading("products", 'id,name\np1,\np2,"a" b\n', rejects=tmp_path / "r.csv")
    assert (tmp_path / "r.csv").read_bytes().decode() == (
        'line,column,reason,raw\r\n2,name,missing,"p1,"\r\n'
        '3,,A quote stands where none may stand; a quote inside a quoted cell is written twice.,"p2,""a"" b"\r\n'
    )
    assert report.rejects is not None
    assert report.rejects.stat().st_mode & 0o077 == 0
    told = report.as_dict()
    assert (told.pop("quality")["missing"], report.quality["unreadable"]) == ({"name": 1}, 1)
    assert told == {
        "rows": 2, "changed": 0, "rejected": 2, "rejects": str(tmp_path / "r.csv"), "without_consent": 0,
    }  # fmt: skip


def test_progress_rises_to_the_end(reading):
    seen: list[float] = []
    reading("faq", "question,answer\n" + "".join(f"q{n},a\n" for n in range(5000)), progress=lambda f, text: seen.append(f))
    assert seen == sorted(seen)
    assert len(seen) >= 8
    assert seen[-1] == 1.0


def test_a_sqlite_file_is_refused(reading, tmp_path):
    with sqlite3.connect(tmp_path / "x.db") as connection:
        connection.execute("CREATE TABLE t (a)")
    with pytest.raises(InvalidInput, match="SQLite"):
        reading("products", (tmp_path / "x.db").read_bytes())


def test_a_damaged_gzip_is_told_as_one(reading):
    data = bytearray(gzip.compress(PLAIN.encode() * 3000, mtime=0))
    data[len(data) // 2] ^= 0xFF
    with pytest.raises(InvalidInput, match="damaged"):
        reading("products", bytes(data))
