### /credits game: adding games from zips, listing them, and whom they are visible to.

usage-game = `/credits game`
help-game = { usage-game }  add games, list them, choose which clients see them
topic-game = `/credits game list` names the games, `/credits game show "The Ferryman"` shows one. `/credits game add` opens a window that takes its zip: SCORM 1.2 or 2004, or a web page; you are told here once it is in. `/credits game visibility "The Ferryman" only acme bolt` chooses the clients that see it, and `for everyone`, `for groups` or `for nobody` after them which of their learners may play it: all, those of groups that you make, or nobody new; what a learner has begun stays playable.
game-usage = Games are what clients’ learners play:
usage-game-add = `/credits game add [title]`  from a zip, in a form
usage-game-list = `/credits game list`
usage-game-show = `/credits game show GAME`
game-visibility-unread = “{ $given }” does not say who sees the game, and nothing was changed. Type it like this:
usage-game-visibility = `/credits game visibility "GAME" all`, `own`, `only CLIENT CLIENT`, `except CLIENT`, each also with `for everyone`, `for groups` or `for nobody`; or no more than the game, for a form

game-none = There is no game yet.
game-count = { COUNT($count, "game") }
game-more = and { $count } more, each with `/credits game show GAME`
count-game = { $count ->
    [one] { $count } game
   *[other] { $count } games
}
game-line = *{ $game }*: { COUNT($price, "credit") } a play, version { ID($number) }, visible to { $visibility ->
    [all] all clients
    [only] some clients
    [except] all clients but some
   *[own] the own client alone
}
game-seen-by = Visible to { $visibility ->
    [all] all clients
    [only] these clients only: { game-names }
    [except] all clients except: { game-names }
   *[own] the own client only
}, { $audience ->
    [everyone] open to every learner
    [groups] for groups alone
   *[nobody] for nobody new
}
game-names = { $hidden ->
    [0] { $clients_named }
   *[other] { $clients_named } and { $hidden } more
}
game-version = • version { ID($number) }, { $day }: { COUNT($count, "file") }, { COUNT($plays, "open-play") }
game-no-version = It has no content yet.

## Buttons and the modal of the visibility

game-show =
    .button = Open
game-visibility =
    .button = Change who sees it
    .title = Who sees a game
    .submit = Save
    .close = Cancel
game-visibility-of = Which clients see *{ $game }*?
game-who =
    .label = Visible to
    .option = { $visibility ->
        [all] All clients
        [only] Only these clients
        [except] All clients except these
       *[own] The own client only
    }
game-clients =
    .label = These clients
    .hint = For “only these” and “except these”
game-clients-many = { COUNT($count, "client") } are named, more than this window has room for: they stay as they are. To name others, write `/credits game visibility "GAME" only CLIENT CLIENT`.
game-audience =
    .label = Learners of these clients who may play it
    .option = { $audience ->
        [everyone] Every learner
        [groups] Groups alone
       *[nobody] Nobody new
    }
game-names-nobody = No client was named. Name at least one, or choose all clients.
game-names-needless = With `all` and `own` no client is named. To name some, write `only` or `except`.
game-visibility-changed = :white_check_mark: Changed who sees *{ $game }*:
game-visibility-same = *{ $game }* was as it is: nothing was changed.
game-visibility-was = Before:

## Adding one

game-add =
    .title = Add a game
    .submit = Add
    .close = Cancel
game-file =
    .label = Zip
    .hint = SCORM 1.2 or 2004, or a web page with an index.html at its top
game-title =
    .label = Title
    .hint = Empty: as the zip says
game-ordered = “{ $file }” is being read. What comes of it is told in a direct message.
game-reading = Reading “{ $file }”: { $found } %
game-added = :white_check_mark: Added *{ $game }*: { COUNT($price, "credit") } a play, visible to all clients.
game-added-next = Build packages of it with `/credits package build`, or choose who sees it with `/credits game visibility`.
game-refused = :no_entry: “{ $file }” was not added.
game-not-fetched = “{ $file }” cannot be fetched from Slack. Upload it again with `/credits game add`.
game-again = “{ $file }” could not be read this time. It is tried again without you.
