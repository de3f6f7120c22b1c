"""A production start that is not safe refuses, and says which setting is at fault."""

import pytest

from civic.config import refuse_unsafe, settings

SAFE = {
    "CIVIC_ENV": "production",
    "CIVIC_SECRET_KEY": "k" * 40,
    "CIVIC_OPERATOR": "望榆街道办事处",
    "CIVIC_CODE_SENDER": "gateway:send",
    "CIVIC_SMS": "none",
    "CIVIC_URL": "https://yishi.example.cn",
    "CIVIC_METRICS_TOKEN": "t" * 20,
}


def test_a_safe_start_is_let_through():
    refuse_unsafe(settings(SAFE))


@pytest.mark.parametrize("missing", sorted(set(SAFE) - {"CIVIC_ENV"}))
def test_an_unsafe_start_names_the_setting(missing):
    with pytest.raises(RuntimeError, match=missing):
        refuse_unsafe(settings({name: value for name, value in SAFE.items() if name != missing}))


def test_the_demo_key_and_the_demo_town_stay_out_of_production():
    with pytest.raises(RuntimeError, match="CIVIC_SECRET_KEY"):
        refuse_unsafe(settings(SAFE | {"CIVIC_SECRET_KEY": "short"}))
    with pytest.raises(RuntimeError, match="CIVIC_DEMO"):
        refuse_unsafe(settings(SAFE | {"CIVIC_DEMO": "1"}))


def test_only_our_own_host_is_answered():
    assert settings(SAFE)["TRUSTED_HOSTS"] == ["yishi.example.cn"]
    assert settings({})["TRUSTED_HOSTS"] is None


def test_a_failing_statement_keeps_its_values_out_of_logs():
    assert settings({})["SQLALCHEMY_ENGINE_OPTIONS"]["hide_parameters"] is True
