package io.twinlake.compaction.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinlake.log.Action;
import java.util.OptionalLong;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The simulation finds known mistakes, each within so many seeds; the table of docs/testing.md. */
class PlantedBugsIT {

    static Stream<Arguments> bugs() {
        return Stream.of(
                bug("a lost answer taken for a refusal", 10, CommitBugs.lostAnswerTakenForRefusal()),
                bug("a lost answer taken for success", 10, CommitBugs.lostAnswerTakenForSuccess()),
                bug("looked for, then put", 10, CommitBugs.lookThenPut()),
                bug("\"exists\" taken for another's", 10, CommitBugs.existsTakenForAnothers()),
                bug("next version while this one is undecided", 10, CommitBugs.nextVersionWhileUndecided()),
                bug("progress dropped on rebase", 10, CommitBugs.progressDroppedOnRebase()),
                bug("domain dropped on rebase", 10, CommitBugs.domainDroppedOnRebase()),
                bug("remove without its vector", 10, CommitBugs.removeWithoutItsVector()),
                bug("rearrangement called a change", 10, CommitBugs.rearrangementCalledAChange()),
                bug("change called a rearrangement", 10, CommitBugs.changeCalledARearrangement()),
                bug("everything called a blind append", 10, CommitBugs.everythingCalledABlindAppend()),
                bug("time of the writer's clock", 10, CommitBugs.timeOfTheWritersClock()),
                bug("a rebase skips winners", 10, ReadingBugs.rebaseSkipsWinners()),
                bug("only the newest winner is checked", 10, ReadingBugs.onlyTheNewestWinnerIsChecked()),
                bug("schema change ignored in a rebase", 10, ReadingBugs.schemaChangeIgnored()),
                bug("winners' progress ignored", 10, ReadingBugs.progressOfWinnersIgnored()),
                bug("vector forgotten in a file's key", 10, ReadingBugs.vectorForgottenInTheKey()),
                bug("hint trusted blindly", 10, ReadingBugs.hintTrusted()),
                bug("an old state trusted for ever", 10, ReadingBugs.oldStateTrusted()),
                bug("vacuum by the age of files alone", 10, UpkeepBugs.vacuumByAgeOfFiles()),
                bug("vacuum of uncommitted files", 10, UpkeepBugs.vacuumOfUncommittedFiles()),
                bug("cleanup without a checkpoint", 10, UpkeepBugs.cleanupWithoutCheckpoint()),
                bug("checkpoint of a racing version", 10, UpkeepBugs.checkpointOfARacingVersion()),
                bug("checkpoint without tombstones", 10, UpkeepBugs.checkpointWithout(Action.RemoveFile.class)),
                bug("checkpoint without progress", 10, UpkeepBugs.checkpointWithout(Action.SetTransaction.class)),
                bug("checkpoint without domains", 10, UpkeepBugs.checkpointWithout(Action.DomainMetadata.class)));
    }

    private static Arguments bug(String name, int seeds, Bug bug) {
        return Arguments.of(name, seeds, bug);
    }

    @ParameterizedTest(name = "{0}: within {1} seeds")
    @MethodSource("bugs")
    void is_found(String name, int seeds, Bug bug) {
        OptionalLong first = LongStream.rangeClosed(1, seeds)
                .filter(seed -> World.failure(Scenario.of(seed), bug).isPresent())
                .findFirst();

        assertThat(first).as("the first seed that finds: %s", name).isPresent();
        System.out.println("planted bug: " + name + ": found by seed " + first.getAsLong());
    }
}
