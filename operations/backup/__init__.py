"""Nothing lost: backups, their restoration, drills, and the move from one database to the other.

A backup is one dump of the database and a list of the files it needs. Files are kept once for all backups
that list them, for they are never written over. What says that a backup is there, its manifest, comes last.

    places.py       where backups are kept: a folder, or a store that speaks S3
    sealing.py      how a part is compressed and encrypted on its way there, and opened again
    databases/      how either database is written down, brought back and described row by row
    contents.py     what such a description says, and how two of them differ
    portal_files.py which files the portal has, and which its rows need
    listing.py      which files belong to a backup, and where each is kept
    manifest.py     what a backup says of itself
    making.py       makes one, and looks at what was written
    checking.py     reads one from end to end before anybody relies on it
    restoring.py    brings one back, whole or not at all
    drill.py        brings one back where it harms nobody, and compares
    drill_notes.py  what a drill elsewhere leaves for the portal's register
    keeping.py      which backups are kept
    moving.py       SQLite to PostgreSQL
    register.py     when that was last done, and how it went
"""
