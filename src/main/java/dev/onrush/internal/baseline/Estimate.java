package dev.onrush.internal.baseline;

import java.util.OptionalDouble;

/**
 * A figure of one run on the scale of {@link Sample}, with its uncertainty.
 *
 * @param share how much of the figure may be the generator's own; empty if this is not known
 * @param variance the variance within the run
 * @param degreesOfFreedom the degrees of freedom of that variance
 * @param rounds the deviations from which the variance was estimated
 * @param resolution the resolution of the response times that the figure was computed from
 */
record Estimate(
    double value,
    OptionalDouble share,
    double variance,
    double degreesOfFreedom,
    Rounds rounds,
    Resolution resolution) {}
