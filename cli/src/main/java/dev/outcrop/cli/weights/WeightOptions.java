package dev.outcrop.cli.weights;

import java.nio.file.Path;
import java.time.Duration;

import dev.outcrop.engines.gguf.convert.WeightFormat;

/**
 * How weights are kept and run.
 *
 * @param folder where they are kept; several nodes may share it
 * @param mostBytes the most that may be kept, all models together, while one is brought in its source included
 * @param format how converted matrices are stored
 * @param idle how long a model stays loaded without a call
 * @param waits whether a call to a model that is not loaded waits; else it is answered with ModelNotReadyException
 */
public record WeightOptions(Path folder, long mostBytes, WeightFormat format, Duration idle, boolean waits) {}
