from disclosures.search.folding import ASIDE, FOLDED, SIGNS, STAND_INS, fold_signs, restore_signs


def test_every_sign_has_one_stand_in_and_leads_back() -> None:
    assert (len(SIGNS), len(ASIDE)) == (len(FOLDED), len(STAND_INS))
    assert len(set(STAND_INS)) == len(ASIDE)
    assert restore_signs(STAND_INS) == ASIDE


def test_folded_text_keeps_its_length() -> None:
    assert fold_signs("“third‑party” – …") == " third-party     "
