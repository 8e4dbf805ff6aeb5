package deck

//go:generate go run ./generate

// The questions: each stands here once. The doors, the socket, the window's methods and its TypeScript are made of this
// table. What goes in is one value and what comes out is one; what is tried follows "Can't" in an error.
var (
	// Inspect reads a list far enough to show what it holds: format, columns and their matches,
	// first rows, and (in full) how many rows, duplicates and problems there are.
	Inspect = ask("Inspect", "read the list", Looks, (*Local).Inspect)
	// Create stores a job with all its rows and starts it, or leaves it paused.
	Create = ask("Create", "start the job", Changes, (*Local).Create)
	// Try runs the first rows of a draft's list and gives back what came out. Nothing is stored.
	Try = ask("Try", "try the first rows", Looks, (*Local).Try)

	// Apply does a verb on jobs. It fails only when nothing could be decided; what single jobs
	// refused stands in the report.
	Apply = ask("Apply", "change the jobs", Changes, (*Local).Apply)
	// Adjust changes options of a job, while it runs too.
	Adjust = ask("Adjust", "change the job's options", Changes, (*Local).Adjust)
	// Move changes a queued job's place in the queue: "up", "down", "top", "bottom".
	Move = order("Move", "move the job", Changes, (*Local).Move)
	// Hold is the global pause: nothing new starts anywhere until Release, or until a time.
	Hold = ask("Hold", "hold everything", Changes, (*Local).Hold)
	// Release lifts the hold.
	Release = bare("Release", "lift the hold", Changes, (*Local).Release)

	// Overview is what the frame shows: counts by status, rate, hold.
	Overview = bare("Overview", "count the jobs", Looks, (*Local).Overview)
	// JobIDs lists the jobs that match a filter's text, in the order screens show them.
	JobIDs = ask("JobIDs", "list the jobs", Looks, (*Local).JobIDs)
	// Jobs gives snapshots of jobs, in the order asked for; those that are gone are left out.
	Jobs = ask("Jobs", "read the jobs", Looks, (*Local).Jobs)
	// Detail is everything a job's page shows beside its items.
	Detail = ask("Detail", "open the job", Looks, (*Local).Detail)
	// Items gives a page of a job's items.
	Items = ask("Items", "read the rows", Looks, (*Local).Items)
	// Item gives one item with all that is known of it.
	Item = ask("Item", "open the row", Looks, (*Local).Item)
	// CheckExport tells whether Export could write its file, before anybody works for it. The error is
	// the one that Export would end with.
	CheckExport = order("CheckExport", "export the job", Looks, (*Local).CheckExport)
	// Export writes a job's items to a file. No file is written over a list that a job was made from or a
	// task reads, nor into Jobdeck's own folders; what is there is replaced when all is written.
	Export = ask("Export", "export the job", Changes, (*Local).Export)

	// Processors describes what a recipe can be made of.
	Processors = bare("Processors", "list the processors", Looks, (*Local).Processors)
	// Recipes lists the saved recipes, the built-in ones first.
	Recipes = bare("Recipes", "list the recipes", Looks, (*Local).Recipes)
	// SaveRecipe keeps a recipe under its name.
	SaveRecipe = order("SaveRecipe", "save the recipe", Changes, (*Local).SaveRecipe)
	// DeleteRecipe takes a recipe away. Jobs started with it keep their options.
	DeleteRecipe = order("DeleteRecipe", "delete the recipe", Changes, (*Local).DeleteRecipe)
	// ExportRecipe writes a recipe to a file, to share it. What Export is refused, it is refused too.
	ExportRecipe = ask("ExportRecipe", "export the recipe", Changes, (*Local).ExportRecipe)
	// ReadRecipe reads a recipe's file. Nothing is saved.
	ReadRecipe = ask("ReadRecipe", "read the recipe", Looks, (*Local).ReadRecipe)

	// Settings lists every setting with its value, default and meaning.
	Settings = bare("Settings", "read the settings", Looks, (*Local).Settings)
	// SetSetting changes a setting; it takes effect at once.
	SetSetting = order("SetSetting", "change the setting", Changes, (*Local).SetSetting)

	// Tasks lists the tasks with their state, by group and name.
	Tasks = bare("Tasks", "list the tasks", Looks, (*Local).Tasks)
	// Task gives one of them.
	Task = ask("Task", "open the task", Looks, (*Local).Task)
	// Works describes what a task can do.
	Works = bare("Works", "list what a task can do", Looks, (*Local).Works)
	// SaveTask makes a task, or changes one.
	SaveTask = ask("SaveTask", "save the task", Changes, (*Local).SaveTask)
	// ApplyTask does a verb on tasks. What single tasks refused stands in the report.
	ApplyTask = ask("ApplyTask", "change the tasks", Changes, (*Local).ApplyTask)
	// TryTask tells what a task would do now. Nothing is changed.
	TryTask = ask("TryTask", "try the task", Looks, (*Local).TryTask)
	// Firings says when a schedule fires next, at most count times (1 to 100), or what is wrong with it.
	Firings = ask("Firings", "work out when it fires", Looks, (*Local).Firings)
	// Runs gives a page of the history of runs.
	Runs = ask("Runs", "read the runs", Looks, (*Local).Runs)

	// Activity gives a page of what happened: the audit log and the runs together.
	Activity = ask("Activity", "read what happened", Looks, (*Local).Activity)
	// ExportActivity writes all that a query matches to a file; its ending says the format.
	ExportActivity = ask("ExportActivity", "export what happened", Changes, (*Local).ExportActivity)
	// Logs gives lines of the log files.
	Logs = ask("Logs", "read the logs", Looks, (*Local).Logs)

	// News gives the inbox: what was told, newest first.
	News = bare("News", "read the news", Looks, (*Local).News)
	// SeeNews notes that a person looked at news; no ids mean all.
	SeeNews = order("SeeNews", "note that the news was seen", Remembers, (*Local).SeeNews)
	// TestNews sends a test over a channel, "mail" or "webhook", and tells what went wrong. Nothing is stored.
	TestNews = order("TestNews", "send a test", Looks, (*Local).TestNews)
	// SetSecret puts a secret into the system's keychain; an empty value takes it out. Keys of a person's
	// own, for what recipes call, have names of their own.
	SetSecret = order("SetSecret", "keep the secret", Changes, (*Local).SetSecret)
	// Secrets says which secrets are set. Their values are never told.
	Secrets = bare("Secrets", "look into the keychain", Looks, (*Local).Secrets)
	// KeepKeys finds the keys that stand in lines of an environment, and moves them into the keychain.
	KeepKeys = ask("KeepKeys", "keep the keys in the keychain", Changes, (*Local).KeepKeys)
)
