"""From a stream of samples to live speech, beside the executor and never in it."""
