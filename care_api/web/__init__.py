"""What the pages share: templates, stylesheet, translations, words and times."""
