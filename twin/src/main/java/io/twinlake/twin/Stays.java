package io.twinlake.twin;

/** {@code dwell}: how long a condition held, said when it ends. */
final class Stays extends Reduction {

    private final Formula holds;
    private final Layout.Slot start;
    private final int rule;

    Stays(Formula holds, Layout.Slot start, int rule) {
        this.holds = holds;
        this.start = start;
        this.rule = rule;
    }

    @Override
    boolean reduce(Moment moment) {
        boolean held = holds.evalBoolean(moment.evaluation);
        boolean stays = !moment.state.isNull(start.at());
        if (moment.evaluation.wasNull() || held == stays) {
            return false;
        }
        if (held) {
            moment.state.setWord(start.at(), moment.now);
            return false;
        }
        moment.value.word(moment.now - moment.state.word(start.at()));
        moment.state.setNull(start.at());
        moment.close(rule);
        return true;
    }
}
