import math

import pytest

from robot_nodes.speech.training.fst import Arc, Fst
from robot_nodes.speech.training.grammar import (
    BACK_OFF_SHARE,
    BENT_WEIGHT,
    NEXT_SENTENCE_COST,
    grammar,
)
from robot_nodes.speech.training.sentences import Wording

WORDS = {"<eps>": 0, "[unk]": 1, "ja": 2, "nei": 3, "takk": 4}
FST = grammar((Wording(("ja takk", "nei takk")), Wording(("nei",))), WORDS)
START, BACK_OFF = 0, 1


def after(word: str, state: int = BACK_OFF) -> int:
    """Return the state that the arc from `state` reading `word` leads to."""
    (target,) = {arc.target for arc in FST.arcs[state] if arc.reads == WORDS[word]}
    return target


def cost_of(sentence: str, fst: Fst = FST) -> float:
    """Return what the cheapest way to say `sentence` costs, with its end."""
    costs = {START: 0.0}
    for word in sentence.split():
        reached: dict[int, float] = {}
        for state, cost in _with_epsilons(costs, fst).items():
            for arc in fst.arcs[state]:
                if arc.reads == WORDS[word]:
                    better = min(reached.get(arc.target, math.inf), cost + arc.cost)
                    reached[arc.target] = better
        costs = reached
    states = _with_epsilons(costs, fst).items()
    ends = [cost + fst.final_costs[s] for s, cost in states if s in fst.final_costs]
    return min(ends, default=math.inf)


def _with_epsilons(costs: dict[int, float], fst: Fst) -> dict[int, float]:
    found = dict(costs)
    for state, cost in costs.items():
        for arc in fst.arcs[state]:
            if arc.reads == 0:
                found[arc.target] = min(found.get(arc.target, math.inf), cost + arc.cost)
    return found


def test_a_sentence_of_the_list_is_cheaper_than_its_words_in_another_order() -> None:
    assert cost_of("ja takk") < cost_of("takk ja") < math.inf


def test_two_words_are_remembered_together() -> None:
    wordings = (Wording(("ja takk", "takk nei", "nei takk ja")),)
    fst = grammar(wordings, WORDS)
    assert cost_of("nei takk ja", fst) < cost_of("ja takk ja", fst)


def test_a_word_that_only_bends_another_is_dearer_than_a_plain_one_never_said() -> None:
    fst = grammar((Wording(("ja",)),), WORDS, bent={"takk"})
    cost = {arc.reads: arc.cost for arc in fst.arcs[BACK_OFF]}
    assert cost[WORDS["takk"]] - cost[WORDS["nei"]] == pytest.approx(-math.log(BENT_WEIGHT))


def test_a_sentence_is_learnt_around_a_word_that_is_left_out() -> None:
    fst = grammar((Wording(("ja sjiraff takk",)),), WORDS)
    assert cost_of("ja takk", fst) < math.inf


def test_what_may_follow_a_word_adds_up_to_one() -> None:
    for state in (START, after("ja"), after("nei"), after("takk"), after("takk", after("ja"))):
        shares = [
            math.exp(-arc.cost)
            for arc in FST.arcs[state]
            if not (arc.reads == 0 and arc.target == START)
        ]
        shares.append(math.exp(-FST.final_costs.get(state, math.inf)))
        assert sum(shares) == pytest.approx(1.0)


def test_single_words_and_the_unknown_add_up_to_one() -> None:
    assert sum(math.exp(-arc.cost) for arc in FST.arcs[BACK_OFF]) == pytest.approx(1.0)


def test_after_a_sentence_another_may_begin() -> None:
    end_cost = FST.final_costs[after("takk")]
    again = Arc(0, 0, end_cost + NEXT_SENTENCE_COST, START)
    assert again in FST.arcs[after("takk")]
    assert end_cost == pytest.approx(-math.log(1 - BACK_OFF_SHARE))


def test_arcs_are_sorted_as_composition_needs_them() -> None:
    for row in FST.arcs:
        assert row == sorted(row)


def test_every_arc_reads_what_it_writes() -> None:
    assert all(arc.reads == arc.writes for row in FST.arcs for arc in row)
