### Ce qui figure sur la page d’un reçu, et ce qui en est dit.

unknown-receipt = Il n’y a pas de reçu { $given }. Donnez le numéro qui y figure.
field-address = adresse

receipt-pdf-title = Reçu { ID($number) }
receipt-pdf-issued = Émis le { $day }
receipt-pdf-order = Commande { ID($number) }, payée
receipt-pdf-seller = Vendeur
receipt-pdf-buyer = Acheteur
receipt-pdf-what = Crédits
receipt-pdf-each = Prix public
receipt-pdf-sum = Montant
receipt-pdf-discount = Remise
receipt-pdf-total = Total payé
receipt-pdf-vat = Dont TVA à { $rate }
receipt-pdf-net = Hors TVA
receipt-pdf-paid = Paiement : { $reference }
per-cent = { $value } %
