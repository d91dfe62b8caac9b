### /credits client

client-usage = Say which: { usage-client }
client-fields = After the client, give what to change and its new value, in pairs. What can be changed: { $fields }.
client-list = Clients { $first } to { $last } of { $count }:
client-before =
    .button = Those before
client-after =
    .button = Those after
client-facts = Access: { $access }, country: { $country }, time zone: { $zone }, VAT id: { $vat_id }
client-campus = Its Campus: { $url }, { $is_coloured ->
    [yes] in { $colour }, { $accent }
   *[no] in our own colours
}, { $leaderboard ->
    [yes] with a leaderboard
   *[no] without a leaderboard
}
client-archived-line = It is archived: its books are kept and its doors are closed.
client-packages = { COUNT($count, "package") }: { $games }
client-groups = { COUNT($count, "group") }: { $groups }
    .button = Groups
client-movements = The last movements:
client-allocate =
    .button = Allocate credits
client-added = Added the client *{ $client }*.
client-changed = Changed the client *{ $client }*.

client-add =
    .title = Add a client
    .submit = Add
    .close = Cancel
client-edit =
    .button = Edit
    .title = Edit the client
    .submit = Save
client-name =
    .label = Name
    .hint = Its learners see it.
client-alias =
    .label = Alias
    .hint = Your own short word for it; its learners never see it.
client-access =
    .label = Access
    .hint = How its learners come in. It stays as it is once one has.
client-country =
    .label = Country
    .hint = Two letters, such as FR.
client-time-zone =
    .label = Time zone
    .hint = Its IANA name, such as Europe/Paris.
client-vat-id =
    .label = VAT id
client-colour =
    .label = Colour of its Campus
    .hint = Of the page's head, as #1d2b3a. Empty is ours.
client-accent =
    .label = Accent
    .hint = Of buttons and links, as #0072b2. Empty is ours.
client-leaderboard =
    .label = On its Campus
    .option = Groups see their leaderboard
client-no-access = “{ $given }” is no access. Give `campus` or `scorm`.
client-no-leaderboard = “{ $given }” says neither yes nor no. Give `yes` for a leaderboard, else `no`.
access-scorm = SCORM
    .option = SCORM, from their own LMS
access-campus = Campus
    .option = Campus, on a page of ours

count-group = { $count ->
    [one] { $count } group
   *[other] { $count } groups
}
