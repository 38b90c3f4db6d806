import math

from bench.deliveries import Deliveries, SentCry, deliveries
from bench.event_to_page import figures

CRIES = [SentCry(number=10, at_s=0.0), SentCry(number=13, at_s=1.0)]


def test_a_page_that_hears_of_the_cry_and_of_its_alert_has_one_delivery() -> None:
    found = deliveries(CRIES, [[(10, 0.1), (12, 0.2), (15, 1.25)]])
    assert found == Deliveries(delays_s=[0.1, 0.25], missed=0)


def test_what_one_page_hears_twice_makes_up_for_nothing_that_another_missed() -> None:
    chatty, deaf = [(10, 0.1), (11, 0.2), (13, 1.1), (14, 1.2)], [(13, 1.1)]
    assert deliveries(CRIES, [chatty, deaf]).missed == 1


def test_word_of_the_next_cry_is_no_word_of_this_one() -> None:
    assert deliveries(CRIES, [[(14, 1.1)]]).missed == 1


def test_a_page_that_never_heard_anything_missed_every_cry() -> None:
    assert deliveries(CRIES, [[], [(12, 0.1), (15, 1.1)]]).missed == 2


def test_deliveries_that_were_lost_count_as_the_slowest() -> None:
    of_twenty = Deliveries(delays_s=[0.1] * 18, missed=2)
    assert of_twenty.delay_s(0.5) == 0.1
    assert math.isnan(of_twenty.delay_s(0.95))


def test_one_missed_cry_fails_the_figures_goal_whatever_the_others_delays() -> None:
    found = Deliveries(delays_s=[0.1] * 14_999, missed=1)
    verdicts = {row.name: row.verdict for row in figures("pages", found, "")}
    assert verdicts == {
        "pages.p50": "",
        "pages.p95": "met",
        "pages.max": "",
        "pages.missed": "MISSED",
    }
