package io.twinlake.twin;

/** Distances on a sphere of the Earth's mean radius, the same to the last bit on every machine. */
final class GreatCircle {

    private static final double RADIUS_METRES = 6_371_008.8;

    private GreatCircle() {}

    /** Metres between two points in degrees, by the haversine formula. */
    static double metres(double latitudeA, double longitudeA, double latitudeB, double longitudeB) {
        double phiA = radians(latitudeA);
        double phiB = radians(latitudeB);
        double halfPhi = StrictMath.sin((phiB - phiA) / 2);
        double halfLambda = StrictMath.sin(radians(longitudeB - longitudeA) / 2);
        double a = halfPhi * halfPhi + StrictMath.cos(phiA) * StrictMath.cos(phiB) * halfLambda * halfLambda;
        return 2 * RADIUS_METRES * StrictMath.asin(Math.min(1, Math.sqrt(a)));
    }

    private static double radians(double degrees) {
        return degrees / 180 * Math.PI;
    }
}
