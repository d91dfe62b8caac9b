### E-mails to learners. They are told nothing of money.

hello = { $named ->
    [yes] Hola, { $name }:
   *[other] Hola:
}
moment = { $day } a las { $time } ({ $zone })

invitation-subject = { $client } te invita a jugar a «{ $game }»
invitation-text = { $client } te invita a jugar a «{ $game }» con el grupo { $group }.
invitation-open = El juego está abierto y no tiene fecha de fin: juega cuando quieras.
invitation-ends = El juego está abierto hasta el { $ends }.
invitation-starts = El juego se abre el { $starts }.
invitation-starts-and-ends = El juego se abre el { $starts } y termina el { $ends }.
invitation-minutes = Puedes jugar { $minutes } minutos en total, en tantas sesiones como quieras.
invitation-how = En la página de { $client }, indica esta dirección de correo: recibirás un enlace para entrar. No hay contraseña.

sign-in-subject = Tu enlace para { $client }
sign-in-text = Con este enlace entras en la página de { $client }.
sign-in-once = Sirve una sola vez, hasta las { $time } ({ $zone }). Después, pide otro en la página.
sign-in-ignore = Si no lo has pedido, borra este correo: sin el enlace no entra nadie.

group-starts-subject = «{ $game }» está abierto
group-starts-text = «{ $game }» está abierto para el grupo { $group } de { $client }.
group-ends-subject = «{ $game }» termina el { $day }
group-ends-text = «{ $game }» termina el { $ends } para el grupo { $group } de { $client }, y todavía no lo has terminado.
group-ends-kept = Lo que ya has jugado se guarda: continúas desde ahí.

visit-page = Abrir la página
sign-in-link = Entrar
link-below = Si el botón no funciona, abre esta dirección:

about = Recibes este correo porque { $client } registró tu inscripción en un juego.
about-sign-in = Recibes este correo porque esta dirección se indicó en la página de { $client }.
reminders-off = No recibir más recordatorios
