/** Adding, changing and counting products, and the page of one product. */
package stage5.catalog.product;
