package stage5.cli.incident;

import java.time.Instant;
import java.util.List;

/**
 * What has happened in an incident that was started.
 *
 * @param endsAt when the load ends
 * @param faultsEndBy when the faults have ended by themselves at the latest
 * @param quiz whether the reader answers before the truth is shown
 */
public record IncidentRun(
        String incident,
        long seed,
        boolean quiz,
        Instant startedAt,
        Instant endsAt,
        Instant faultsEndBy,
        Progress progress) {

    /**
     * How far it has come.
     *
     * @param faultsAt when the faults began; null before
     * @param provedAt when they were seen to take effect; null before
     * @param proof the observed values
     * @param alarmAt when the alarm fired; null before
     * @param orders the ids of the orders that were accepted last, newest last
     */
    public record Progress(
            Instant faultsAt, Instant provedAt, List<String> proof, Instant alarmAt, List<String> orders) {

        static final Progress NONE = new Progress(null, null, List.of(), null, List.of());

        Progress faults(Instant at) {
            return new Progress(at, provedAt, proof, alarmAt, orders);
        }

        Progress proved(Instant at, List<String> values) {
            return new Progress(faultsAt, at, values, alarmAt, orders);
        }

        Progress alarm(Instant at) {
            return new Progress(faultsAt, provedAt, proof, at, orders);
        }

        Progress orders(List<String> ids) {
            return new Progress(faultsAt, provedAt, proof, alarmAt, ids);
        }
    }

    static IncidentRun begin(Incident incident, long seed, boolean quiz, Instant now) {
        Instant calmUntil = now.plus(incident.load().calm());
        return new IncidentRun(
                incident.id(),
                seed,
                quiz,
                now,
                calmUntil.plus(incident.load().duration()),
                calmUntil.plus(incident.timeToLive()),
                Progress.NONE);
    }

    IncidentRun with(Progress now) {
        return new IncidentRun(incident, seed, quiz, startedAt, endsAt, faultsEndBy, now);
    }
}
