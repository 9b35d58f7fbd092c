package io.twinlake.ingest;

import io.twinlake.ingest.Routes.Airport;
import io.twinlake.ingest.Routes.Route;

/**
 * An aircraft that flies a route back and forth: where it is at any time, as a pure function, so that a generator can
 * begin anywhere. Angles in radians inside, {@link StrictMath} so that every machine gives the same.
 */
final class Flight {

    private static final double EARTH_RADIUS_NM = 6_371_008.8 / 1_852;
    private static final double CRUISE_KNOTS = 450;
    private static final double CRUISE_FEET = 35_000;
    private static final double GROUND_SECONDS = 45 * 60;
    private static final double CLIMB_SECONDS = 20 * 60;
    private static final double DESCENT_SECONDS = 25 * 60;
    /** The share of cruising speed at take-off and landing. */
    private static final double SLOW = 0.32;

    private final Route route;
    private final double angle;
    private final double climb;
    private final double descent;
    private final double flightSeconds;
    private final double phase;

    private double latitude;
    private double longitude;
    private double heading;
    private double altitudeFeet;
    private double knots;
    private boolean onGround;
    private boolean outbound;

    /** @param start 0 to 1: where in its cycle the aircraft is at time 0 */
    Flight(Route route, double start) {
        this.route = route;
        this.angle = angleBetween(route.origin(), route.destination());
        double cruise = 3_600 * angle * EARTH_RADIUS_NM / CRUISE_KNOTS;
        double ramps = (CLIMB_SECONDS + DESCENT_SECONDS) * (1 + SLOW) / 2;
        double scale = Math.min(1, cruise / ramps);
        this.climb = CLIMB_SECONDS * scale;
        this.descent = DESCENT_SECONDS * scale;
        this.flightSeconds = climb + descent + Math.max(0, cruise - ramps);
        this.phase = start * 2 * (flightSeconds + GROUND_SECONDS);
    }

    /** Moves to where the aircraft is so many seconds after time 0. */
    void at(double seconds) {
        double leg = flightSeconds + GROUND_SECONDS;
        double inCycle = (seconds + phase) % (2 * leg);
        outbound = inCycle < leg;
        double inLeg = outbound ? inCycle : inCycle - leg;
        onGround = inLeg < GROUND_SECONDS;
        double flown = onGround ? 0 : inLeg - GROUND_SECONDS;
        double speed = onGround ? 0 : speedShare(flown);
        knots = speed * CRUISE_KNOTS;
        place(distanceShare(flown));
        double low = altitudeOf(origin());
        double high = Math.max(low, CRUISE_FEET * Math.min(1, climb / CLIMB_SECONDS));
        altitudeFeet = onGround ? low : altitude(flown, low, high, altitudeOf(destination()));
    }

    double latitude() {
        return StrictMath.toDegrees(latitude);
    }

    double longitude() {
        return StrictMath.toDegrees(longitude);
    }

    /** In degrees from north. */
    double heading() {
        return (StrictMath.toDegrees(heading) + 360) % 360;
    }

    double altitudeFeet() {
        return altitudeFeet;
    }

    double knots() {
        return knots;
    }

    boolean onGround() {
        return onGround;
    }

    Airport origin() {
        return outbound ? route.origin() : route.destination();
    }

    Airport destination() {
        return outbound ? route.destination() : route.origin();
    }

    String flight() {
        return outbound ? route.flight() : route.flight() + "R";
    }

    private double speedShare(double flown) {
        double fromStart = Math.min(1, flown / climb);
        double fromEnd = Math.min(1, (flightSeconds - flown) / descent);
        return SLOW + (1 - SLOW) * Math.max(0, Math.min(fromStart, fromEnd));
    }

    /** The share of the way that is flown after so many seconds: the integral of {@link #speedShare}. */
    private double distanceShare(double flown) {
        double all = ramp(climb, climb) + (flightSeconds - climb - descent) + ramp(descent, descent);
        double climbed = ramp(Math.min(flown, climb), climb);
        double cruised = Math.max(0, Math.min(flown, flightSeconds - descent) - climb);
        double left = Math.min(descent, flightSeconds - flown);
        double descended = flown > flightSeconds - descent ? ramp(descent, descent) - ramp(left, descent) : 0;
        return (climbed + cruised + descended) / all;
    }

    private static double ramp(double seconds, double whole) {
        return SLOW * seconds + (1 - SLOW) * seconds * seconds / (2 * whole);
    }

    private double altitude(double flown, double from, double top, double to) {
        if (flown < climb) {
            return from + (top - from) * flown / climb;
        }
        double left = flightSeconds - flown;
        return left < descent ? to + (top - to) * left / descent : top;
    }

    /** Puts the aircraft on the great circle, that share of the way along. */
    private void place(double share) {
        double fromLat = StrictMath.toRadians(origin().latitude());
        double fromLon = StrictMath.toRadians(origin().longitude());
        double toLat = StrictMath.toRadians(destination().latitude());
        double toLon = StrictMath.toRadians(destination().longitude());
        double a = StrictMath.sin((1 - share) * angle) / StrictMath.sin(angle);
        double b = StrictMath.sin(share * angle) / StrictMath.sin(angle);
        double fromPlane = a * StrictMath.cos(fromLat);
        double toPlane = b * StrictMath.cos(toLat);
        double x = fromPlane * StrictMath.cos(fromLon) + toPlane * StrictMath.cos(toLon);
        double y = fromPlane * StrictMath.sin(fromLon) + toPlane * StrictMath.sin(toLon);
        double z = a * StrictMath.sin(fromLat) + b * StrictMath.sin(toLat);
        latitude = StrictMath.atan2(z, StrictMath.sqrt(x * x + y * y));
        longitude = StrictMath.atan2(y, x);
        double east = StrictMath.sin(toLon - longitude) * StrictMath.cos(toLat);
        double north = StrictMath.cos(latitude) * StrictMath.sin(toLat)
                - StrictMath.sin(latitude) * StrictMath.cos(toLat) * StrictMath.cos(toLon - longitude);
        heading = share < 1 ? StrictMath.atan2(east, north) : heading;
    }

    private static double altitudeOf(Airport airport) {
        return airport.altitudeFeet();
    }

    private static double angleBetween(Airport one, Airport other) {
        double sinLat = StrictMath.sin(StrictMath.toRadians(other.latitude() - one.latitude()) / 2);
        double sinLon = StrictMath.sin(StrictMath.toRadians(other.longitude() - one.longitude()) / 2);
        double a = sinLat * sinLat
                + StrictMath.cos(StrictMath.toRadians(one.latitude()))
                        * StrictMath.cos(StrictMath.toRadians(other.latitude()))
                        * sinLon
                        * sinLon;
        return 2 * StrictMath.asin(StrictMath.sqrt(a));
    }
}
