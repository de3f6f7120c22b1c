"""What people bring to the verifier: the key of the notice board, an older checkpoint, a receipt."""

import base64
import json
import subprocess
import sys

import pytest

from benchmarks.tampering import PROGRAM, checkpoint_file, load, run, verdict
from tests.votes.bundles import KEY, PUBLIC, file_of, print_of, receipt_file, single

verifier = load()
OTHER = "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"


def test_without_a_key_the_first_line_says_whose_key_is_trusted(capsys):
    verifier.verify(verifier.read_json(file_of(single())))
    first = capsys.readouterr().out.splitlines()[0]
    assert "没有给 --key" in first and verifier.fingerprint(bytes.fromhex(PUBLIC)) in first


@pytest.mark.parametrize(
    "words", [PUBLIC, PUBLIC.upper() + "\n", base64.b64encode(bytes.fromhex(PUBLIC)).decode(),
              "civic+0123abcd+" + base64.b64encode(b"\1" + bytes.fromhex(PUBLIC)).decode()]
)  # fmt: skip
def test_a_key_may_be_written_in_three_ways(words, capsys):
    verifier.verify(verifier.read_json(file_of(single())), words.encode())
    assert "没有给" not in capsys.readouterr().out


def test_another_key_is_refuted_and_nonsense_unreadable():
    assert verdict(verifier, file_of(single()), key=OTHER.encode()) == (1, "文件里的钥匙不是您给的那一把")
    for nonsense in (b"", b"abc", b"\xff", PUBLIC[:-2].encode()):
        assert verdict(verifier, file_of(single()), key=nonsense)[0] == 2


@pytest.mark.parametrize("size", range(13))
def test_an_older_checkpoint_of_any_size_fits(size):
    assert verdict(verifier, file_of(single()), checkpoint_file(single()["log"], size, KEY)) == (0, "")


def test_a_fork_a_cut_and_a_forged_checkpoint():
    bundle = single()
    kept = checkpoint_file(bundle["log"], 12, KEY)
    bundle["log"]["leaves"][3] = print_of("another act")
    assert "分了岔" in verdict(verifier, file_of(bundle), kept)[1]
    bundle = single()
    bundle["log"].update(size=9, leaves=bundle["log"]["leaves"][:9])
    assert "截短" in verdict(verifier, file_of(bundle), kept)[1]
    assert verdict(verifier, file_of(single()), kept.replace(b"\n12\n", b"\n11\n"))[0] == 1
    assert "还没有登记簿" in verdict(verifier, file_of(single() | {"log": None}), kept)[1]
    assert verdict(verifier, file_of(single()), b"no checkpoint")[0] == 2


def test_a_receipt_counted_replaced_missing_or_forged(capsys):
    there = single()["receipts"][0][0]
    verifier.verify(verifier.read_json(file_of(single())), receipt=receipt_file(there))
    assert "算数了" in capsys.readouterr().out
    missing = verdict(verifier, file_of(single()), receipt=receipt_file(print_of("gone")))
    assert missing == (1, "回执是真的,票箱里却没有这个信封:请拿着它找监票人")
    assert "第 8 号表决" in verdict(verifier, file_of(single()), receipt=receipt_file(there, vote=8))[1]
    forged = json.loads(receipt_file(there)) | {"fingerprint": print_of("gone")}
    assert "回执上的签名" in verdict(verifier, file_of(single()), receipt=json.dumps(forged).encode())[1]
    assert verdict(verifier, file_of(single()), receipt=b"7QK4")[0] == 2


def test_the_program_itself_answers_by_its_exit_code(tmp_path):
    raw = file_of(single())
    assert run(raw, checkpoint_file(single()["log"], 3, KEY)) == 0
    assert run(raw.replace("桶站".encode(), "桶战".encode())) == 1
    assert run(raw[:-1]) == 2
    asked = [sys.executable, "-I", str(PROGRAM), str(tmp_path / "nothing")]
    assert subprocess.run(asked, capture_output=True, check=False, env={"LC_ALL": "C"}).returncode == 2
