"""The demo shop's trade, part by part: chance, catalogue, trade, answers, files."""
