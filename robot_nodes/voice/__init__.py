"""From a sentence to sound: who speaks when, at what pace, and what really sounded."""
