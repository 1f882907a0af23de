package stage5.user.account;

import static stage5.kit.events.dynamodb.Attributes.PK;
import static stage5.kit.events.dynamodb.Attributes.SK;
import static stage5.kit.events.dynamodb.Attributes.key;
import static stage5.kit.events.dynamodb.Attributes.n;
import static stage5.kit.events.dynamodb.Attributes.number;
import static stage5.kit.events.dynamodb.Attributes.s;
import static stage5.kit.events.dynamodb.Attributes.string;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.Put;
import stage5.kit.events.dynamodb.Dynamo;
import stage5.kit.events.envelope.Event;
import stage5.kit.events.store.ConditionsFailed;
import stage5.kit.events.store.EventStore;
import stage5.user.domain.Account;
import stage5.user.domain.EmailAddress;

/**
 * Stores accounts in DynamoDB. An account has its events, a PROFILE item and a CREDENTIALS item, which is separate so
 * that no reader of profiles gets a hash. An EMAIL item under the normalised address makes the address unique.
 */
@ApplicationScoped
public class AccountStore {

    /** Label of the condition that the e-mail address is not taken. */
    static final String EMAIL = "EMAIL";

    /** HASH is a reserved word of DynamoDB. */
    private static final Map<String, String> HASH = Map.of("#hash", "hash");

    private static final String TOLD_AT = "toldAt";
    private static final String PROFILE = "PROFILE";
    /** Label of the condition that the password hash is the one that was read. */
    static final String CREDENTIALS = "CREDENTIALS";

    /** An id that no account has. Reading its items takes as long as reading those of an account. */
    private static final String ABSENT_USER_ID = "nobody";

    private final EventStore events;
    private final Dynamo dynamo;

    AccountStore(EventStore events, Dynamo dynamo) {
        this.events = events;
        this.dynamo = dynamo;
    }

    /**
     * Completes once the account is stored; fails with {@code ConditionsFailed} and label {@value #EMAIL} if its e-mail
     * address is taken.
     */
    Uni<Void> add(Account account, String passwordHash, Event event) {
        return events.commit(events.change()
                .put(EMAIL, put -> put.item(
                                Map.of(PK, s(emailKey(account.email())), SK, s(EMAIL), "userId", s(account.id())))
                        .conditionExpression("attribute_not_exists(pk)"))
                .put(PROFILE, put -> put.item(profile(account)).conditionExpression("attribute_not_exists(pk)"))
                .put(CREDENTIALS, put -> put.item(
                                Map.of(PK, s(subject(account.id())), SK, s(CREDENTIALS), "hash", s(passwordHash)))
                        .conditionExpression("attribute_not_exists(pk)"))
                .append(event));
    }

    /**
     * Completes once an account without credentials is stored; fails with {@code ConditionsFailed} if there is one with its
     * id. Its e-mail address may be that of other accounts, because it is not for logging in.
     */
    Uni<Void> addExternal(Account account, Event event) {
        return events.commit(events.change()
                .put(PROFILE, put -> put.item(profile(account)).conditionExpression("attribute_not_exists(pk)"))
                .append(event));
    }

    /**
     * Completes once the next version of the account is stored; fails with {@code ConditionsFailed} if a concurrent
     * change was stored first.
     */
    Uni<Void> update(Account account, Event event) {
        return events.commit(events.change().put(PROFILE, nextVersion(account)).append(event));
    }

    /**
     * Completes with true once it is stored that the owner of the address is told of a refused sign-up; with false if that
     * was stored after {@code notSince}, or there is no such account, or it was changed concurrently.
     *
     * @param event returns the event for the next version of the account
     */
    Uni<Boolean> tellOwner(EmailAddress email, Instant now, Instant notSince, Function<Account, Event> event) {
        return dynamo.get(events.table(), key(emailKey(email), EMAIL))
                .map(item -> item.filter(found ->
                                !found.containsKey(TOLD_AT) || number(found, TOLD_AT) <= notSince.toEpochMilli())
                        .map(found -> string(found, "userId")))
                .chain(userId -> userId.map(this::find).orElse(Uni.createFrom().item(Optional.empty())))
                .chain(found -> found.map(
                                account -> tellOwner(account.next(), now, notSince, event.apply(account.next())))
                        .orElse(Uni.createFrom().item(false)));
    }

    private Uni<Boolean> tellOwner(Account account, Instant now, Instant notSince, Event event) {
        return events.commit(events.change()
                        .put(PROFILE, nextVersion(account))
                        .update(EMAIL, update -> update.key(key(emailKey(account.email()), EMAIL))
                                .updateExpression("SET toldAt = :now")
                                .conditionExpression("attribute_not_exists(toldAt) OR toldAt <= :notSince")
                                .expressionAttributeValues(
                                        Map.of(":now", n(now.toEpochMilli()), ":notSince", n(notSince.toEpochMilli()))))
                        .append(event))
                .replaceWith(true)
                .onFailure(ConditionsFailed.class)
                .recoverWithItem(false);
    }

    /** Returns the put of an account; its condition fails if the stored one is not the version before. */
    private static Consumer<Put.Builder> nextVersion(Account account) {
        return put -> put.item(profile(account))
                .conditionExpression("version = :before")
                .expressionAttributeValues(Map.of(":before", n(account.version() - 1)));
    }

    /** Completes with the account with this id, or empty. */
    public Uni<Optional<Account>> find(String userId) {
        return dynamo.get(events.table(), key(subject(userId), PROFILE)).map(item -> item.map(AccountStore::account));
    }

    Uni<Optional<Account>> find(EmailAddress email) {
        return userId(email)
                .chain(userId -> userId.map(this::find).orElse(Uni.createFrom().item(Optional.empty())));
    }

    /**
     * Completes with the account and its password hash; empty if there is none. Both cases take the same number of
     * reads, so that their timing does not reveal which e-mail addresses have accounts.
     */
    public Uni<Optional<Credentials>> credentials(EmailAddress email) {
        return userId(email).map(userId -> userId.orElse(ABSENT_USER_ID)).chain(this::credentials);
    }

    /** Completes with the account and its password hash; empty if there is no such account. */
    Uni<Optional<Credentials>> credentials(String userId) {
        return Uni.combine()
                .all()
                .unis(find(userId), dynamo.get(events.table(), key(subject(userId), CREDENTIALS)))
                .with((account, item) ->
                        account.flatMap(found -> item.map(hash -> new Credentials(found, string(hash, "hash")))));
    }

    /**
     * Completes once the hash is replaced and the account has its next version; fails with {@code ConditionsFailed} if the
     * hash or the account was changed meanwhile.
     */
    Uni<Void> changePassword(Credentials before, Account account, String hash, Event event) {
        return events.commit(events.change()
                .put(PROFILE, nextVersion(account))
                .update(CREDENTIALS, update -> update.key(key(subject(account.id()), CREDENTIALS))
                        .updateExpression("SET #hash = :new")
                        .conditionExpression("#hash = :old")
                        .expressionAttributeNames(HASH)
                        .expressionAttributeValues(Map.of(":new", s(hash), ":old", s(before.hash()))))
                .append(event));
    }

    /** Completes once the hash is replaced; completes without effect if the hash was replaced meanwhile. */
    public Uni<Void> replaceHash(Credentials credentials, String hash) {
        return dynamo.call(c -> c.updateItem(update -> update.tableName(events.table())
                        .key(key(subject(credentials.account().id()), CREDENTIALS))
                        .updateExpression("SET #hash = :new")
                        .conditionExpression("#hash = :old")
                        .expressionAttributeNames(HASH)
                        .expressionAttributeValues(Map.of(":new", s(hash), ":old", s(credentials.hash())))))
                .onFailure(software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException.class)
                .recoverWithNull()
                .replaceWithVoid();
    }

    static String subject(String userId) {
        return "user/" + userId;
    }

    private Uni<Optional<String>> userId(EmailAddress email) {
        return dynamo.get(events.table(), key(emailKey(email), EMAIL)).map(item -> item.map(i -> string(i, "userId")));
    }

    private static String emailKey(EmailAddress email) {
        return "email/" + email.normalised();
    }

    private static Map<String, AttributeValue> profile(Account account) {
        return Map.of(
                PK,
                s(subject(account.id())),
                SK,
                s(PROFILE),
                "id",
                s(account.id()),
                "email",
                s(account.email().value()),
                "name",
                s(account.name()),
                "roles",
                AttributeValue.fromSs(account.roles().stream().sorted().toList()),
                "version",
                n(account.version()));
    }

    private static Account account(Map<String, AttributeValue> item) {
        return new Account(
                string(item, "id"),
                new EmailAddress(string(item, "email")),
                string(item, "name"),
                Set.copyOf(item.get("roles").ss()),
                number(item, "version"));
    }

    /** An account and its password hash. */
    public record Credentials(Account account, String hash) {

        @Override
        public String toString() {
            return "Credentials[" + account.id() + "]";
        }
    }
}
