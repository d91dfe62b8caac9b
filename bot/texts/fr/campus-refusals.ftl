### Ce que refuse un Campus, et que les apprenants lisent autrement, sur ses pages.

form-rejected = Le formulaire ne vient pas de la page du Campus, ou vient d’une autre session. Revenez en arrière et réessayez.
link-over = Le lien de connexion a servi, est trop ancien ou concerne un autre Campus. Demandez-en un autre.
no-such-campus = Il n’existe pas de Campus à cette adresse. Vérifiez celle du client.
