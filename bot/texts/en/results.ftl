### /credits results: how a group does, with a picture and a CSV, and how one learner does.

usage-results = `/credits results [client] [group] [address]`
help-results = { usage-results }  how a group does, with a picture and a file; or one learner
topic-results = `/credits results acme Spring` says how many of a group have not started, play, have completed, passed or failed, and their mean score; a picture comes as a direct message, and for owners and managers a CSV with each learner’s state, score, minutes and last visit. `/credits results acme Spring ana@acme.example` shows one learner. Without words, a window asks for the group.

results-form =
    .title = Results of a group
    .submit = Show
    .close = Cancel
results-head = *{ $group }*, { $client }, { $game }: { COUNT($registered, "learner") }
results-nobody = Nobody is registered in it yet.
results-state = { $stage ->
    [registered] { $count } not started yet
    [started] { $count } under way
    [completed] { $count } completed
    [passed] { $count } passed
    [failed] { $count } failed
   *[removed] { $count } removed
}
results-mean = Mean score: { results-points }
results-points = { NUMBER($value, maximumFractionDigits: 1) } points
results-arrive = { $has_file ->
    [yes] A picture and a CSV of each learner come to you as a direct message.
   *[no] A picture comes to you as a direct message. Who did what is for owners and managers.
}
results-none = *{ $given }* has no play of { $client }.
results-learner = *{ $given }*, { $client }:
results-play = • { $game }, { $group }: { $stage ->
    [registered] not started yet
    [started] under way
    [completed] completed
    [passed] passed
    [failed] failed
   *[removed] removed
}, { $score }, { COUNT($minutes, "minute") } of play, last seen { $seen }
results-no-score = no score
results-never = never

results-heading = { $group }, { $day }
results-by-state = Learners by where they stand
results-by-score = Learners by score
results-bar = { $stage ->
    [registered] Not started
    [started] Under way
    [completed] Completed
    [passed] Passed
    [failed] Failed
   *[removed] Removed
}
results-file = results
results-picture =
    .alt = Bars of the learners of { $group } by where they stand: { $shown }. The CSV has each of them.
results-headings = Address, Name, Game, Group, Play, State, Score, Minutes, Registered, Completed, Last seen
