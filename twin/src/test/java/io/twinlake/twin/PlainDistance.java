package io.twinlake.twin;

/** How far two values are apart; on the sphere by the angle between vectors, another way than the real one goes. */
final class PlainDistance {

    private PlainDistance() {}

    static double between(Object last, Object value, Reducer.Measure measure) {
        if (measure == Reducer.Measure.METRES) {
            double[] a = vector((PlainPoint) last);
            double[] b = vector((PlainPoint) value);
            double sine = Math.hypot(
                    Math.hypot(a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2]), a[0] * b[1] - a[1] * b[0]);
            return 6_371_008.8 * Math.atan2(sine, a[0] * b[0] + a[1] * b[1] + a[2] * b[2]);
        }
        return Math.abs(((Number) value).doubleValue() - ((Number) last).doubleValue());
    }

    private static double[] vector(PlainPoint point) {
        double phi = Math.toRadians(point.lat());
        double lambda = Math.toRadians(point.lon());
        return new double[] {Math.cos(phi) * Math.cos(lambda), Math.cos(phi) * Math.sin(lambda), Math.sin(phi)};
    }
}
