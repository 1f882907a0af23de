/** Commands on products and stock, and the HTTP resource of one product. */
package stage5.catalog.product;
