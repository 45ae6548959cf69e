package dev.offramp.local.lambda;

import java.nio.file.Path;
import java.util.List;

/**
 * A function's deployable, unpacked.
 *
 * @param folder where it is; class archives go beside the jars
 * @param classPath the jars, in the order of Lambda: the function's own classes, then its libraries
 */
record Artifact(Path folder, List<Path> classPath) {}
