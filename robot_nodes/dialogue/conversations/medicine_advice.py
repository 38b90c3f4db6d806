"""A question about medicine that no robot may answer: said so, and offered to a nurse."""

from codebook.request import ContactReason, ContactRequested
from codebook.speech import Modality
from robot_nodes.dialogue.conversations.answers import grade_of_modality
from robot_nodes.dialogue.conversations.message import pass_on
from robot_nodes.dialogue.conversations.offer import is_accepted
from robot_nodes.dialogue.conversations.scene import Scene
from robot_nodes.dialogue.line import Line


async def give_no_advice(scene: Scene, utterance_id: str, modality: Modality) -> None:
    """Say that the robot gives no advice, and offer to have a nurse get in touch.

    Args:
        scene: Where it takes place.
        utterance_id: The question.
        modality: How it was asked.
    """
    await scene.say(Line.MEDICINE_NO_ADVICE)
    if not await is_accepted(scene, Line.MEDICINE_OFFER):
        await scene.say(Line.MEDICINE_NUMBER)
        return
    request = ContactRequested(
        reason=ContactReason.MEDICINE_QUESTION,
        utterance_id=utterance_id,
        grade=grade_of_modality(modality),
    )
    await pass_on(scene, request)
