"""Lost marks and letters come back by words, contractions and places; look-alikes stay."""

import pytest

from pumice.repairs import marks

STEPS = (*marks.FIRST, *marks.STEPS)
CONTROLS = dict.fromkeys(range(0x80, 0xA0))
SOUND = "We don’t think they’re late, and it’s not Anna’s fault that you can’t come."


def change(text: str) -> str:
    """`text` after all steps, as the pipeline runs them."""
    for step in STEPS:
        text = step.change(text)
    return text


@pytest.mark.parametrize(
    "sign", ["?", "???", "\ufffd", "\ufffd\ufffd\ufffd", "&#65533;", "¹", "í", "Æ", "Õ", "¬", "稚"]
)
def test_any_sign_for_the_apostrophe_comes_back(sign: str) -> None:
    assert change(SOUND.replace("’", sign)) == SOUND


@pytest.mark.parametrize(
    "sound",
    [
        "He said “we won’t go” and didn’t.",
        "Die Straße ist für Fußgänger gesperrt, und die Übung fällt aus.",
        "L’été dernier, l’État a créé une école près d’ici à Évreux.",
        "El niño cogió el autobús; la reunión será mañana… según Ángel.",
        "På måndag är det Öppet hus, och vi går över ån.",
    ],
)
def test_utf_8_without_controls_comes_back(sound: str) -> None:
    stripped = sound.encode().decode("latin-1").translate(CONTROLS)
    assert change(stripped) == sound
    assert change(sound) == sound


@pytest.mark.parametrize(
    "text",
    [
        "x?y:z; is_don?t; /page?s=1 and what?",
        "Tulajdonít, csodát és bosszút állít.",
        "Nhưng đó là điểm khác biệt duy nhất.",
        "Le château, l’âge d’or, l’âme; câlin, âpre, hâte.",
        "Åh nej, sa Ågot från Åhus.",
        "E1\t225\tá\nC3\t195\tÃ\nE2\t226\tâ\n",
        "½ cup, 5 m², 3³, 1¹, footnote¹",
    ],
)
def test_look_alikes_stay(text: str) -> None:
    assert change(text) == text


@pytest.mark.parametrize(
    ("damaged", "sound"),
    [
        ("Die Grv_e der T|r ist f|r uns ein Rdtsel.", "Die Größe der Tür ist für uns ein Rätsel."),
        ("Jag {r p} v{g till sj|n f|r att bada.", "Jag är på väg till sjön för att bada."),
        ("The ?rst of?ce was de?ned by its ef?ciency.", "The first office was defined by its efficiency."),
        ("La forA¨t et le thA©Atre".replace("A¨t", "Aªt"), "La forêt et le théAtre"),
        ("M\ufffdnchen und K\ufffdln sind St\ufffddte in Deutschland.", "München und Köln sind Städte in Deutschland."),
        ("W\0e\0 \0g\0o\0 \0n\0o\0w\0", "We go now"),
    ],
)
def test_letters_come_back(damaged: str, sound: str) -> None:
    assert change(damaged) == sound
    assert change(sound) == sound


def test_what_cannot_come_back_is_reported() -> None:
    (step,) = marks.LAST
    edits, findings = step.run("The author 锟斤拷锟斤拷 wrote this.")
    assert not edits
    assert [finding.code for finding in findings] == ["repair.unrecoverable"]


@pytest.mark.parametrize(
    "text",
    ["âword " * 20_000, "Ã" * 100_000, "don¹t ³x² " * 10_000, "ab{cd f|r " * 10_000, "$B!H(B" * 20_000, "¨o" * 50_000],
    ids=["circumflex", "tilde", "superscripts", "braces", "pairs", "diaereses"],
)
def test_repetition_is_survived(text: str) -> None:
    assert len(change(text)) <= len(text)


def test_pairs_without_escapes_come_back() -> None:
    assert change("They don$B!G(Bt say $B!H(Byes$B!I(B.") == "They don’t say “yes”."
    assert change("echo $B!G(Bt $B!H(B") == "echo $B!G(Bt $B!H(B"
