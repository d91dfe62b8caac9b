### What stands on a receipt's page, and what is said of one.

unknown-receipt = There is no receipt { $given }. Give the number that stands on it.
field-address = address

receipt-pdf-title = Receipt { ID($number) }
receipt-pdf-issued = Issued on { $day }
receipt-pdf-order = Order { ID($number) }, paid
receipt-pdf-seller = Seller
receipt-pdf-buyer = Buyer
receipt-pdf-what = Credits
receipt-pdf-each = List price
receipt-pdf-sum = Amount
receipt-pdf-discount = Discount
receipt-pdf-total = Total paid
receipt-pdf-vat = Of which VAT at { $rate }
receipt-pdf-net = Without VAT
receipt-pdf-paid = Payment: { $reference }
per-cent = { $value }%
