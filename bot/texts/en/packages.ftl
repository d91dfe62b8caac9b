### /credits package: building packages, handing them over, their options and keys.

usage-package = `/credits package`
package-usage = Packages are what clients upload to their LMS:
usage-package-build = `/credits package build CLIENT GAME [1.2, 2004-3rd or 2004-4th]`  or `/credits package build` alone, for a form
usage-package-list = `/credits package list [client]`
usage-package-show = `/credits package show PACKAGE`
usage-package-options = `/credits package options PACKAGE`  dates, cap, who comes in, what is reported
usage-package-send = `/credits package send PACKAGE`  the zip once more, as a file and a link
usage-package-switch = `/credits package disable PACKAGE`  or `enable`
usage-package-rotate = `/credits package rotate PACKAGE`  a new key
usage-package-release = `/credits package release PACKAGE`  let in the newcomers who wait
package-named = A PACKAGE is the beginning of its id, or its client and its game: `acme "The Ferryman"`
help-package = { usage-package }  build packages for clients’ LMSs, list them, set their options
topic-package = `/credits package build acme "The Ferryman"` builds the zip that the client uploads to its LMS once, and sends it to you as a file and as a link of seven days, with the steps for the common LMSs. What a package allows is changed with `/credits package options PACKAGE` and holds at the next launch, without a new upload. A package is named by its client and its game, or by the beginning of its id.

## What tells a package from others

package-standards = { $standard ->
    [scorm12] SCORM 1.2
    [scorm2004-3rd] SCORM 2004, 3rd edition
   *[scorm2004-4th] SCORM 2004, 4th edition
}
    .label = Standard
    .hint = SCORM 1.2 goes into every LMS.
    .option = { package-standards }
package-this = *{ $game }* for *{ $client }*, { package-standards }

package-none = There is no package yet.
package-count = { COUNT($count, "package") }
package-line = { $is_enabled ->
    [yes] { package-this }
   *[no] :no_entry: { package-this }, disabled
}
package-earlier =
    .button = Earlier
package-later =
    .button = More
package-title = { package-this } (`{ $id }`)
package-keys = { $count ->
    [one] Key in use: { $keys }
   *[other] Keys in use: { $keys }
}
package-usage-is = { COUNT($launches, "launch") }, { COUNT($learners, "learner") }, { COUNT($count, "registration") }
package-waiting = :warning: { COUNT($count, "newcomer") } waiting to be let in

## Buttons

package-show =
    .button = Open
package-options =
    .button = Options
    .title = Options of a package
    .submit = Save
    .close = Cancel
package-send =
    .button = Send the zip
package-disable =
    .button = Disable
package-enable =
    .button = Enable
package-rotate =
    .button = New key
package-release =
    .button = Let them in
package-cancel =
    .button = Cancel
package-download =
    .button = Download

## Building and handing over

package-form =
    .title = Build a package
    .submit = Build
    .close = Cancel
package-client =
    .label = Client
    .hint = Clients whose learners come in by SCORM
package-game =
    .label = Game
package-no-standard = There is no standard “{ $given }”. Give 1.2, 2004-3rd or 2004-4th.
package-built = :white_check_mark: Built { package-this }.
package-ready = { package-this }
package-arrives = The zip comes as a direct message in a moment.
package-file = { package-this }: upload this zip to the LMS as it is.
package-link = Whoever has the link can download the zip, for { COUNT($days, "day") }.

lms-name =
    .placeholder = How to upload it to…
    .option = { $lms ->
        [moodle] Moodle
        [cornerstone] Cornerstone
        [successfactors] SAP SuccessFactors
        [docebo] Docebo
        [talentlms] TalentLMS
       *[other] Another LMS
    }
lms-steps = { $lms ->
    [moodle] *Moodle*
    [cornerstone] *Cornerstone*
    [successfactors] *SAP SuccessFactors*
    [docebo] *Docebo*
    [talentlms] *TalentLMS*
   *[other] *Another LMS*
}
lms-moodle-1 = 1. Turn editing on in the course, and add an activity of the kind _SCORM package_.
lms-moodle-2 = 2. Drop the zip into _Package file_; under _Appearance_, leave it in the current window.
lms-moodle-3 = 3. Save, then open it once as a learner.
lms-cornerstone-1 = 1. As an administrator, open the place where online courses are uploaded, the _Course Publisher_.
lms-cornerstone-2 = 2. Upload the zip as it is, and publish the course with a title.
lms-cornerstone-3 = 3. Make it available to one learner, and open it once as that learner.
lms-successfactors-1 = 1. In Learning Administration, import content, and choose SCORM as its kind.
lms-successfactors-2 = 2. Upload the zip as it is; let the import make the content object and an item.
lms-successfactors-3 = 3. Assign the item to one learner, and open it once as that learner.
lms-docebo-1 = 1. In the course, open its training material, and add a SCORM package.
lms-docebo-2 = 2. Upload the zip as it is, and save.
lms-docebo-3 = 3. Publish the course, and open it once as a learner.
lms-talentlms-1 = 1. In the course, add content of the kind SCORM.
lms-talentlms-2 = 2. Upload the zip as it is, and save.
lms-talentlms-3 = 3. Publish the course, and open it once as a learner.
lms-other-1 = 1. In the course, add an activity or content of the kind SCORM, in the version of the package.
lms-other-2 = 2. Upload the zip as it is: do not unpack it.
lms-other-3 = 3. Open it once as a learner, and see that the LMS records it.

## Enabled or not

package-switched = { $is_enabled ->
    [yes] :white_check_mark: Enabled { package-this }: learners come in again.
   *[no] :no_entry: Disabled { package-this }: every launch is turned away, uncharged, until you enable it.
}
package-unswitched = { $is_enabled ->
    [yes] { package-this } is enabled already. Nothing was changed.
   *[no] { package-this } is disabled already. Nothing was changed.
}

## Keys

package-rotate-preview = Give { package-this } key { ID($number) }?
package-rotate-keeps = Zips that lie in an LMS go on working with the older keys. From now on the zip is written with the new one.
package-revoke-ends = With _New key, end the older_, every zip uploaded before is turned away for good: it has to be replaced in the LMS, and this cannot be undone.
package-new-key =
    .button = New key
package-revoke =
    .button = New key, end the older
    .ask = End the older keys?
    .asked = Every zip that was uploaded before stops working at once, and cannot be brought back. The client has to upload the new one.
    .yes = End them
    .no = Keep them
package-rotated = :white_check_mark: { package-this } has key { ID($number) } now.
package-revoked = Ended for good: key { $keys }. Zips signed with it are turned away.
package-rotated-before = This was done before, and nothing was changed this time. { package-this } has key { ID($number) }.
package-cancelled = Cancelled: nothing was changed.
package-not-yours = This was shown to someone else, and nothing was changed. Type the command yourself.
package-too-old = This is more than a day old, and nothing was changed. Type the command again.

## Newcomers who wait

package-nobody-waits = Nobody waits at { package-this }.
package-none-released = Nobody of those who were shown waits any more at { package-this }.
package-more-wait = { $count ->
    [one] { $count } newcomer has come since and waits.
   *[other] { $count } newcomers have come since and wait.
} See them with `/credits package release` again.
package-release-preview = Let { COUNT($count, "newcomer") } of { package-this } in?
package-release-costs = Each is charged at their next launch: { COUNT($credits, "credit") }, { COUNT($plays, "play") } if all come.
package-release-has = { $client } has { COUNT($available, "credit") }, { COUNT($plays, "play") }.
package-release-now =
    .button = Let { COUNT($count, "newcomer") } in
package-released = :white_check_mark: Let { COUNT($count, "newcomer") } in at { package-this }: their page opens the game by itself.
