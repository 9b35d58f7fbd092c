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
                bug("a lost answer taken for a refusal", 5, CommitBugs.lostAnswerTakenForRefusal()),
                bug("a lost answer taken for success", 5, CommitBugs.lostAnswerTakenForSuccess()),
                bug("looked for, then put", 5, CommitBugs.lookThenPut()),
                bug("\"exists\" taken for another's", 5, CommitBugs.existsTakenForAnothers()),
                bug("next version while this one is undecided", 5, CommitBugs.nextVersionWhileUndecided()),
                bug("progress dropped on rebase", 5, CommitBugs.progressDroppedOnRebase()),
                bug("domain dropped on rebase", 5, CommitBugs.domainDroppedOnRebase()),
                bug("remove without its vector", 5, CommitBugs.removeWithoutItsVector()),
                bug("rearrangement called a change", 5, CommitBugs.rearrangementCalledAChange()),
                bug("change called a rearrangement", 5, CommitBugs.changeCalledARearrangement()),
                bug("everything called a blind append", 5, CommitBugs.everythingCalledABlindAppend()),
                bug("time of the writer's clock", 5, CommitBugs.timeOfTheWritersClock()),
                bug("a rebase skips winners", 5, ReadingBugs.rebaseSkipsWinners()),
                bug("only the newest winner is checked", 20, ReadingBugs.onlyTheNewestWinnerIsChecked()),
                bug("schema change ignored in a rebase", 5, ReadingBugs.schemaChangeIgnored()),
                bug("winners' progress ignored", 5, ReadingBugs.progressOfWinnersIgnored()),
                bug("vector forgotten in a file's key", 5, ReadingBugs.vectorForgottenInTheKey()),
                bug("hint trusted blindly", 5, ReadingBugs.hintTrusted()),
                bug("an old state trusted for ever", 5, ReadingBugs.oldStateTrusted()),
                bug("vacuum by the age of files alone", 5, UpkeepBugs.vacuumByAgeOfFiles()),
                bug("vacuum of uncommitted files", 5, UpkeepBugs.vacuumOfUncommittedFiles()),
                bug("cleanup without a checkpoint", 5, UpkeepBugs.cleanupWithoutCheckpoint()),
                bug("checkpoint of a racing version", 20, UpkeepBugs.checkpointOfARacingVersion()),
                bug("checkpoint without tombstones", 5, UpkeepBugs.checkpointWithout(Action.RemoveFile.class)),
                bug("checkpoint without progress", 5, UpkeepBugs.checkpointWithout(Action.SetTransaction.class)),
                bug("checkpoint without domains", 5, UpkeepBugs.checkpointWithout(Action.DomainMetadata.class)));
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
