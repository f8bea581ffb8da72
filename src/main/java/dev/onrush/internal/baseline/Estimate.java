package dev.onrush.internal.baseline;

/**
 * A figure of one run on the scale of {@link Sample}, and how sure it is.
 *
 * @param variance within the run
 * @param degreesOfFreedom of that variance
 * @param resolution of the response times that it was made of
 */
record Estimate(
    double value, double variance, double degreesOfFreedom, Rounds rounds, Resolution resolution) {}
