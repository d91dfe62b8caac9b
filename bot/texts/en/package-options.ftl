### The options of a package: the inputs of their modal, and each in a line.

package-options-of = { package-this }. What you save holds at the next launch, with no new upload.
package-options-saved = :white_check_mark: Changed { package-this }:
package-options-same = { package-this } is as it was: nothing was changed.
package-option-changed = • { $before } → *{ $after }*
package-not-a-number = “{ $given }” is not a whole number. Write it in digits alone, such as 1000, or leave it empty.

## Groups

package-when =
    .header = When it opens
package-who =
    .header = Whom it lets in
package-how =
    .header = How it is played
package-guard =
    .header = Guard

## Inputs

package-state =
    .label = State
    .option = { $state ->
        [enabled] Enabled
       *[closed] Closed to new learners
    }
package-day =
    .label = { $edge ->
        [starts] From the day
       *[ends] To the day
    }
package-hour =
    .label = { $edge ->
        [starts] From the hour
       *[ends] To the hour
    }
    .hint = By the clocks of { $zone }
package-number =
    .label = { $kind ->
        [cap] Registrations at most
        [pass-mark] Pass mark
        [burst-most] Newcomers in a burst
        [burst-minutes] Minutes of a burst
       *[previews-a-day] Previews a day
    }
    .hint = { $kind ->
        [cap] Empty: without a cap
        [pass-mark] Points from 0 to 100; empty: the game decides
        [burst-most] More than so many at once are unusual; empty: nobody counts
        [burst-minutes] Within so many minutes
       *[previews-a-day] Launches in the LMS’s preview mode, uncharged (UTC)
    }
package-admission =
    .label = Learners
    .option = { $kind ->
        [anyone] Anyone the LMS sends
        [listed] Those listed
       *[pattern] Ids of a pattern
    }
package-pattern =
    .label = Pattern of ids
    .hint = A star is any text, a question mark one character, as in *@acme.example
package-lmss =
    .label = LMSs
    .option = { $kind ->
        [any] Any
        [listed] Those listed
       *[first] The one of the first charged launch
    }
package-listed =
    .label = Addresses of LMSs
    .hint = One a line, such as https://lms.acme.example
package-listed-many = { COUNT($count, "address") } of LMSs are listed, more than this window has room for: they stay as they are. They can be changed at a terminal.
count-address = { $count ->
    [one] { $count } address
   *[other] { $count } addresses
}
package-forget =
    .label = Its LMS
    .option = Forget it: the next charged launch says which it is
    .hint = It is bound to { $origin }.
package-again =
    .label = After a play
    .option = { $kind ->
        [review] A review of it, free
        [new-play] A new play, charged once it is asked for
       *[refused] Nothing
    }
package-reports =
    .label = Told to the LMS
    .option = { $kind ->
        [pass-fail] Passed or failed
       *[completion] Completion alone
    }
package-place =
    .label = The game opens
    .option = { $kind ->
        [frame] In the LMS’s frame
       *[window] In a window, on a click
    }
package-spoken =
    .label = Language of our pages
    .option = { $kind ->
        [browser] The browser’s
        [en] English
        [fr] French
       *[es] Spanish
    }
package-holds =
    .label = In a burst
    .option = Hold newcomers, uncharged, until someone lets them in
    .hint = Otherwise they come in, and the owners are told.

## Each in a line

package-is-enabled = { $is_enabled ->
    [yes] enabled
   *[no] disabled
}
package-is-closed = { $is_closed ->
    [yes] closed to new learners
   *[no] open to new learners
}
package-starts = { $has_day ->
    [yes] opens { $at }
   *[no] opens at once
}
package-ends = { $has_day ->
    [yes] ends { $at }
   *[no] has no end
}
package-cap = { $has_cap ->
    [yes] at most { COUNT($count, "registration") }
   *[no] without a cap
}
package-origins = { $origins ->
    [any] from any LMS
    [listed] from { $listed }
   *[first] from the LMS of the first charged launch ({ $listed })
}
package-admits = { $admits ->
    [anyone] for anyone the LMS sends
    [listed] for the learners listed
   *[pattern] for ids like { $given }
}
package-replays = { $replays ->
    [review] after a play: a review, free
    [new-play] after a play: a new one, charged
   *[refused] after a play: nothing
}
package-burst = { $burst ->
    [none] bursts are not watched
    [holds] more than { $most } newcomers in { COUNT($minutes, "minute") } are held
   *[tells] of more than { $most } newcomers in { COUNT($minutes, "minute") } the owners are told
}
package-reporting = { $reporting ->
    [pass-fail] reports passed or failed
   *[completion] reports completion alone
}
package-opens = { $opens ->
    [frame] opens in the LMS’s frame
   *[window] opens in a window, on a click
}
package-language = { $spoken ->
    [browser] in the browser’s language
    [en] in English
    [fr] in French
   *[es] in Spanish
}
package-pass-mark = { $has_mark ->
    [yes] passed from { COUNT($count, "point") }
   *[no] passed as the game says
}
package-previews = { COUNT($count, "preview") } a day
