from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.composing.drafting import Draft, DraftSentence, Span
from app.composing.verifying import Numbering, heard, passes, verified
from index.generations import Generation
from index.sources import Passage
from index.voice import Voice

COURIER = "ellery-courier-report-2021-03-20#p2"
VOSS = "ellery-port-company-statement-2021-04-15#p4"
ARTICLE = "article#p5.1"


@pytest.fixture(scope="module")
def passages(generation: Generation) -> dict[str, Passage]:
    return generation.passages([COURIER, VOSS, ARTICLE])


@pytest.fixture(scope="module")
def voice(generation: Generation) -> Voice:
    return Voice(generation.register)


def sentence(text: str, *spans: Span, voice: str = "system") -> DraftSentence:
    """A sentence of a draft."""
    return DraftSentence(text, voice, "lead", spans)  # type: ignore[arg-type]


def test_a_sentence_that_says_what_isnt_held_needs_no_citation(
    passages: dict[str, Passage], voice: Voice
) -> None:
    assert passes(sentence("We hold no source.", voice="gap"), passages, voice)


@pytest.mark.parametrize("kind", ["system", "attributed", "quotation"])
def test_any_other_sentence_without_a_citation_is_dropped(
    passages: dict[str, Passage], voice: Voice, kind: str
) -> None:
    plain = sentence("The Ellery Courier said so.", voice=kind)
    assert not passes(plain, passages, voice)


@pytest.mark.parametrize(
    "span",
    [
        Span("no-such-source#p1"),
        Span(COURIER, 0, 100_000),
        Span(COURIER, -1, 10),
        Span(COURIER, 20, 10),
    ],
)
def test_a_citation_outside_the_passages_is_dropped(
    passages: dict[str, Passage], voice: Voice, span: Span
) -> None:
    cited = sentence("Two vessels collided.", Span(COURIER), span)
    assert not passes(cited, passages, voice)


def test_a_sentence_within_its_passages_is_shown(
    passages: dict[str, Passage], voice: Voice
) -> None:
    cited = sentence("Two vessels collided.", Span(COURIER, 0, 20))
    assert passes(cited, passages, voice)


def test_a_quotation_has_to_be_verbatim(
    passages: dict[str, Passage], voice: Voice
) -> None:
    span = Span(ARTICLE, 0, len(passages[ARTICLE].text))
    right = sentence("It says: “A harbour under siege”", span, voice="quotation")
    wrong = sentence("It says: “The harbour under siege”", span, voice="quotation")
    assert passes(right, passages, voice)
    assert not passes(wrong, passages, voice)


def test_a_contested_claim_in_our_own_voice_is_dropped(
    passages: dict[str, Passage], voice: Voice, generation: Generation
) -> None:
    claim = generation.register.claim("h04-collision")
    span = Span(COURIER)
    assert not passes(sentence(claim.statement, span), passages, voice)
    told = sentence(f"The article says that {claim.statement}", span)
    assert passes(told, passages, voice)


def test_an_attributed_sentence_without_a_speaker_is_dropped(
    passages: dict[str, Passage], voice: Voice
) -> None:
    nobodys = sentence("It was so.", Span(COURIER), voice="attributed")
    assert not passes(nobodys, passages, voice)


def test_what_was_dropped_is_counted_and_not_numbered(
    passages: dict[str, Passage], voice: Voice
) -> None:
    draft = Draft(
        [
            sentence("Dropped.", Span("no-such-source#p1")),
            sentence("Two vessels collided.", Span(COURIER)),
        ],
        passages,
    )
    numbering = Numbering(passages)
    shown, dropped = verified(draft, voice, numbering)
    assert dropped == 1
    assert [one.text for one in shown] == ["Two vessels collided."]
    assert [citation.number for citation in numbering.citations()] == [1]


def test_the_same_span_keeps_its_number(passages: dict[str, Passage]) -> None:
    numbering = Numbering(passages)
    assert numbering.number(Span(COURIER)) == 1
    assert numbering.number(Span(VOSS)) == 2
    assert numbering.number(Span(COURIER)) == 1


def test_a_span_without_an_end_is_the_whole_passage(
    passages: dict[str, Passage],
) -> None:
    numbering = Numbering(passages)
    whole = Span(COURIER, 0, len(passages[COURIER].text))
    assert numbering.number(Span(COURIER)) == numbering.number(whole)
    assert numbering.citations()[0].quote == passages[COURIER].text


def test_a_sentence_that_rests_twice_on_one_span_cites_it_once(
    passages: dict[str, Passage], voice: Voice
) -> None:
    draft = Draft([sentence("They met.", Span(COURIER), Span(COURIER))], passages)
    shown, _ = verified(draft, voice, Numbering(passages))
    assert shown[0].citations == (1,)


@given(
    spans=st.lists(
        st.tuples(
            st.sampled_from([COURIER, VOSS]), st.integers(0, 60), st.integers(1, 60)
        )
    )
)
def test_any_spans_are_numbered_densely_with_verbatim_quotes(
    passages: dict[str, Passage], spans: list[tuple[str, int, int]]
) -> None:
    numbering = Numbering(passages)
    numbers = [numbering.number(Span(key, at, at + more)) for key, at, more in spans]
    citations = numbering.citations()
    assert [c.number for c in citations] == [*range(1, len(citations) + 1)]
    assert set(numbers) == {citation.number for citation in citations}
    for citation in citations:
        text = passages[citation.passage_id].text
        assert citation.quote == text[citation.start : citation.end]


def test_a_citation_says_all_that_is_known_of_its_passage(
    passages: dict[str, Passage],
) -> None:
    numbering = Numbering(passages)
    numbering.number(Span(COURIER, 0, 10))
    (citation,) = numbering.citations()
    passage = passages[COURIER]
    for name in ("source_id", "title", "publisher", "url", "perspective", "locator",
                 "basis", "mark", "text_origin", "licence", "read_at"):  # fmt: skip
        assert getattr(citation, name) == getattr(passage, name)


def test_what_isnt_known_is_none_and_not_an_empty_text(
    passages: dict[str, Passage],
) -> None:
    numbering = Numbering(passages)
    numbering.number(Span(ARTICLE))
    (citation,) = numbering.citations()
    assert citation.speaker is citation.party is citation.published is None
    assert citation.reviewed_by is None


def test_passages_are_counted_once_by_perspective_and_the_article_never(
    passages: dict[str, Passage],
) -> None:
    numbering = Numbering(passages)
    for span in (Span(COURIER, 0, 5), Span(COURIER, 6, 9), Span(VOSS), Span(ARTICLE)):
        numbering.number(span)
    assert heard(numbering.citations()) == {"press": 1, "company": 1}
