from codebook.upload import MAX_BATCH
from robot_nodes.sync.batch_size import PATIENCE, BatchSize, faltered, managed


def after_failures(count: int, sent: int = MAX_BATCH) -> BatchSize:
    size = BatchSize()
    for _ in range(count):
        size = faltered(size, min(sent, size.most))
    return size


def test_a_server_that_falters_once_gets_the_same_batch_again() -> None:
    assert after_failures(PATIENCE - 1).most == MAX_BATCH


def test_a_batch_that_fails_again_and_again_is_halved_down_to_one_event() -> None:
    assert after_failures(PATIENCE).most == MAX_BATCH // 2
    assert after_failures(PATIENCE + 1).most == MAX_BATCH // 4
    assert after_failures(50).most == 1


def test_what_is_halved_is_what_was_sent() -> None:
    assert after_failures(PATIENCE, sent=10).most == 5


def test_it_grows_back_with_each_batch_that_is_answered() -> None:
    size = after_failures(50)
    sizes = []
    for _ in range(10):
        size = managed(size)
        sizes.append(size.most)
    assert sizes == [2, 4, 8, 16, 32, 64, 128, 256, 500, 500]
    assert faltered(size, 500).most == MAX_BATCH, "its patience is new"
