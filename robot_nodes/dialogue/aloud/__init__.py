"""What is written, as people say it: numbers, times, dates, doses and abbreviations in words.

Every sentence passes here on its way to the voice; the screen shows it as it was written.
"""
