"""Builds our own Vosk models from synthesised speech: `python -m robot_nodes.speech.training`.

Training needs PyTorch and kaldi-native-fbank, which the robot does not; evaluation needs neither.
"""
