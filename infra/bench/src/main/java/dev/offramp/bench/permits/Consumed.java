package dev.offramp.bench.permits;

/**
 * What a budget consumed.
 *
 * @param startWrites write units before measuring began
 * @param startReads read units before measuring began
 * @param allWrites write units until the end, those before with them
 * @param allReads read units until the end, those before with them
 */
record Consumed(double startWrites, double startReads, double allWrites, double allReads) {

  double writes() {
    return allWrites - startWrites;
  }

  double reads() {
    return allReads - startReads;
  }

  Consumed plus(Consumed other) {
    return new Consumed(
        startWrites + other.startWrites,
        startReads + other.startReads,
        allWrites + other.allWrites,
        allReads + other.allReads);
  }
}
