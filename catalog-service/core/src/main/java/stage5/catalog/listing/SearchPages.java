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
 * Reads pages of search results. The longest term is queried in DynamoDB as a prefix; the other terms filter the names
 * found. The matches are sorted in memory. To bound its cost, a search ends after {@value #MOST_MATCHES} products, in
 * the order of the matched word.
 */
@ApplicationScoped
class SearchPages {

    static final int MOST_MATCHES = 500;

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
        return matches(request, Map.of(), new LinkedHashMap<>())
                .chain(found -> sortKeys(request.sort(), found))
                .map(sortKeys -> SkuPage.of(request, following(request, sortKeys)));
    }

    private Uni<Collection<Match>> matches(
            ListingRequest request, Map<String, AttributeValue> start, Map<String, Match> found) {
        return dynamo.query(query -> queryFor(request, query).exclusiveStartKey(start.isEmpty() ? null : start))
                .chain(page -> {
                    for (Map<String, AttributeValue> item : page.items()) {
                        Match match = Match.of(item);
                        if (found.size() < MOST_MATCHES && match.matches(request.terms())) {
                            found.put(match.sku(), match);
                        }
                    }
                    return page.hasLastEvaluatedKey() && found.size() < MOST_MATCHES
                            ? matches(request, page.lastEvaluatedKey(), found)
                            : Uni.createFrom().item(found.values());
                });
    }

    private QueryRequest.Builder queryFor(ListingRequest request, QueryRequest.Builder query) {
        String term = request.terms().stream()
                .max(Comparator.comparingInt(String::length))
                .orElseThrow();
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
