package dev.onrush.internal.baseline;

/**
 * A figure of one run on the scale of {@link Sample}, with its uncertainty.
 *
 * @param variance the variance within the run
 * @param degreesOfFreedom the degrees of freedom of that variance
 * @param rounds the deviations from which the variance was estimated
 * @param resolution the resolution of the response times that the figure was computed from
 */
record Estimate(
    double value, double variance, double degreesOfFreedom, Rounds rounds, Resolution resolution) {}
