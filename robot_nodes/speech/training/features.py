"""What the network sees: 40 MFCC every 10 ms, computed as Vosk computes them from `MFCC_CONF`."""

import numpy as np
from numpy.typing import NDArray

from robot_nodes.speech.audio import HEARING_RATE_HZ, Samples
from robot_nodes.speech.training.extras import extra

DIMENSION = 40
FRAME_SHIFT_S = 0.01
FRAME_CENTRE_S = 0.0125
"""Windows are 25 ms long."""
LOWEST_HZ, HIGHEST_HZ = 20, 7600

MFCC_CONF = f"""\
--use-energy=false
--sample-frequency={HEARING_RATE_HZ}
--num-mel-bins={DIMENSION}
--num-ceps={DIMENSION}
--low-freq={LOWEST_HZ}
--high-freq={HIGHEST_HZ}
--dither=0
"""


def mfcc(samples: Samples) -> NDArray[np.float32]:
    """Return one row of `DIMENSION` coefficients per frame.

    Raises:
        ExtraMissing: kaldi-native-fbank is not installed.
    """
    knf = extra("kaldi_native_fbank")
    options = knf.MfccOptions()
    options.frame_opts.samp_freq = HEARING_RATE_HZ
    options.frame_opts.dither = 0
    options.use_energy = False
    options.num_ceps = options.mel_opts.num_bins = DIMENSION
    options.mel_opts.low_freq = LOWEST_HZ
    options.mel_opts.high_freq = HIGHEST_HZ
    online = knf.OnlineMfcc(options)
    online.accept_waveform(HEARING_RATE_HZ, samples.astype(np.float32).tolist())
    online.input_finished()
    frames = [online.get_frame(index) for index in range(online.num_frames_ready)]
    return np.stack(frames).astype(np.float32) if frames else np.zeros((0, DIMENSION), np.float32)
