package io.twinlake.twin;

/** Places on the sphere that Earth is taken for: radius 6,371,008.8 m. */
final class GeoFunctions {

    static final double EARTH_RADIUS_METRES = 6_371_008.8;

    private GeoFunctions() {}

    static void addTo(FunctionTable.Builder table) {
        table.section("Places");
        table.add("geo_point(lat, lon)", "the point, null if one of both is null; degrees", 2, 2, GeoFunctions::point);
        table.add("latitude(point)", "degrees north", 1, 1, a -> coordinate(a, Evaluation::latitude));
        table.add("longitude(point)", "degrees east", 1, 1, a -> coordinate(a, Evaluation::longitude));
        table.add(
                "haversine_m(lat, lon, lat, lon)",
                "great-circle distance in metres; also `haversine_m(point, point)`",
                2,
                4,
                GeoFunctions::distance);
    }

    /** Great-circle distance in metres between two points in degrees. */
    static double haversineMetres(double lat1, double lon1, double lat2, double lon2) {
        double phi1 = Math.toRadians(lat1);
        double phi2 = Math.toRadians(lat2);
        double sinPhi = StrictMath.sin((phi2 - phi1) / 2);
        double sinLambda = StrictMath.sin(Math.toRadians(lon2 - lon1) / 2);
        double h = sinPhi * sinPhi + StrictMath.cos(phi1) * StrictMath.cos(phi2) * sinLambda * sinLambda;
        return 2 * EARTH_RADIUS_METRES * StrictMath.asin(Math.sqrt(Math.min(1, h)));
    }

    private static Expression point(Arguments a) throws FormulaMistake {
        Expression latitude = a.number(0);
        Expression longitude = a.number(1);
        return Nodes.ofPoint(at -> {
            double lat = latitude.evalDouble(at);
            boolean noLatitude = at.wasNull();
            double lon = longitude.evalDouble(at);
            boolean none = noLatitude || at.wasNull();
            at.point(lat, lon);
            at.wasNull(none);
        });
    }

    private interface Coordinate {
        double of(Evaluation at);
    }

    private static Expression coordinate(Arguments a, Coordinate coordinate) throws FormulaMistake {
        Expression point = a.as(0, ValueType.GEO_POINT);
        return Nodes.ofDouble(at -> {
            point.evalPoint(at);
            return coordinate.of(at);
        });
    }

    private static Expression distance(Arguments a) throws FormulaMistake {
        if (a.size() == 3) {
            throw a.mistake(2, "haversine_m was given 3 arguments", "write haversine_m(lat, lon, lat, lon)");
        }
        boolean points = a.size() == 2;
        Expression from = points ? a.as(0, ValueType.GEO_POINT) : point(a);
        Expression to = points
                ? a.as(1, ValueType.GEO_POINT)
                : point(new Arguments(
                        a.function(), a.all().subList(2, 4), a.offsets().subList(2, 4), a.offset()));
        return Nodes.ofDouble(at -> {
            from.evalPoint(at);
            double lat = at.latitude();
            double lon = at.longitude();
            if (at.wasNull()) {
                return 0;
            }
            to.evalPoint(at);
            return at.wasNull() ? 0 : haversineMetres(lat, lon, at.latitude(), at.longitude());
        });
    }
}
