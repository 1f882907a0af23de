package stage5.catalog.listing;

import static stage5.kit.events.dynamodb.Attributes.s;
import static stage5.kit.events.dynamodb.Attributes.string;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import stage5.catalog.domain.SortKey;
import stage5.catalog.domain.SortOrder;
import stage5.catalog.domain.Words;
import stage5.catalog.store.ListingAttributes;
import stage5.catalog.store.ProductStore;
import stage5.catalog.store.WordItems;
import stage5.kit.events.dynamodb.Dynamo;
import stage5.kit.events.store.EventStore;

/**
 * Reads pages of search results. A term is queried in DynamoDB as a prefix, the longest first; the other terms filter
 * the names found. The matches are sorted in memory, and each page is a part of the same sorted matches.
 *
 * <p>The cost of a search is bounded: it reads at most {@value #MOST_READ} words for a term. If that is not the end of
 * the words with this prefix, it queries the next term, up to {@value #MOST_TERMS}, because a term with fewer words finds
 * the same products at less cost. It ends after {@value #MOST_MATCHES} products.
 */
@ApplicationScoped
class SearchPages {

    static final int MOST_MATCHES = 500;
    static final int MOST_READ = 1_000;
    static final int MOST_TERMS = 3;

    /** Words of one query, some 60 KB: a search that matches early reads no more. */
    private static final int WORDS_PER_QUERY = 250;

    private final Dynamo dynamo;
    private final ProductStore products;
    private final String table;

    SearchPages(Dynamo dynamo, ProductStore products, EventStore events) {
        this.dynamo = dynamo;
        this.products = products;
        this.table = events.table();
    }

    /**
     * Completes with a page of the products for sale whose names have a word for each term, with the term as its
     * prefix.
     */
    Uni<SkuPage> page(ListingRequest request) {
        return matches(request, queried(request.terms()), new LinkedHashMap<>())
                .chain(found -> sortKeys(request.sort(), found))
                .map(sortKeys -> SkuPage.of(request, following(request, sortKeys)));
    }

    /** Returns the terms to query, in this order: the longer a term, the fewer words have it as a prefix. */
    private static List<String> queried(SortedSet<String> terms) {
        return terms.stream()
                .filter(Words::isSearchable)
                .sorted(Comparator.comparingInt(String::length).reversed())
                .limit(MOST_TERMS)
                .toList();
    }

    private Uni<Collection<Match>> matches(ListingRequest request, List<String> terms, Map<String, Match> found) {
        return read(request, terms.getFirst(), Map.of(), MOST_READ, found)
                .chain(complete -> complete || terms.size() == 1
                        ? Uni.createFrom().item(found.values())
                        : matches(request, terms.subList(1, terms.size()), found));
    }

    /**
     * Collects the matches among the words with a term as their prefix. Completes with whether the search is complete:
     * the last of these words is read, or there are enough matches.
     */
    private Uni<Boolean> read(
            ListingRequest request,
            String term,
            Map<String, AttributeValue> start,
            int wordsLeft,
            Map<String, Match> found) {
        return dynamo.query(query -> queryFor(request, term, query)
                        .limit(Math.min(wordsLeft, WORDS_PER_QUERY))
                        .exclusiveStartKey(start.isEmpty() ? null : start))
                .chain(page -> {
                    for (Map<String, AttributeValue> item : page.items()) {
                        Match match = Match.of(item);
                        if (found.size() < MOST_MATCHES && match.matches(request.terms())) {
                            found.put(match.sku(), match);
                        }
                    }
                    int left = wordsLeft - page.scannedCount();
                    boolean complete = !page.hasLastEvaluatedKey() || found.size() == MOST_MATCHES;
                    return complete || left <= 0
                            ? Uni.createFrom().item(complete)
                            : read(request, term, page.lastEvaluatedKey(), left, found);
                });
    }

    private QueryRequest.Builder queryFor(ListingRequest request, String term, QueryRequest.Builder query) {
        Map<String, AttributeValue> values = new HashMap<>();
        values.put(":partition", s(WordItems.partition(term)));
        values.put(":term", s(term));
        request.category().ifPresent(category -> {
            values.put(":section", s(category));
            query.filterExpression("#section = :section")
                    .expressionAttributeNames(Map.of("#section", WordItems.SECTION));
        });
        return query.tableName(table)
                .keyConditionExpression("pk = :partition AND begins_with(sk, :term)")
                .expressionAttributeValues(values);
    }

    private Uni<List<String>> sortKeys(SortOrder sort, Collection<Match> matches) {
        return switch (sort) {
            case NAME -> sorted(sort, matches.stream().map(Match::byName));
            case PRICE, PRICE_DESCENDING -> sorted(sort, matches.stream().map(Match::byPrice));
            case POPULARITY ->
                products.stockOf(matches.stream().map(Match::sku).toList())
                        .chain(stocks -> sorted(
                                sort,
                                stocks.values().stream().map(stock -> SortKey.byNumber(stock.sold(), stock.sku()))));
        };
    }

    private static Uni<List<String>> sorted(SortOrder sort, Stream<String> sortKeys) {
        return Uni.createFrom().item(sortKeys.sorted(sort.comparator()).toList());
    }

    private static List<String> following(ListingRequest request, List<String> sortKeys) {
        return request.after()
                .map(after -> sortKeys.stream()
                        .dropWhile(sortKey -> request.sort().comparator().compare(sortKey, after) <= 0)
                        .toList())
                .orElse(sortKeys);
    }

    /** A product that the queried term found. */
    private record Match(String sku, String byName, String byPrice) {

        static Match of(Map<String, AttributeValue> item) {
            return new Match(
                    string(item, WordItems.FOUND),
                    string(item, ListingAttributes.BY_NAME),
                    string(item, ListingAttributes.BY_PRICE));
        }

        boolean matches(SortedSet<String> terms) {
            SortedSet<String> words = Words.of(byName.substring(0, byName.length() - sku.length() - 1));
            return terms.stream().allMatch(term -> words.stream().anyMatch(word -> word.startsWith(term)));
        }
    }
}
