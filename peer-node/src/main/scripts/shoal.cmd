@echo off
rem Runs the shoal.jar that lies beside this file, with the Vector API where this Java has it: hashing
rem is several times as fast with it on processors without SHA extensions; and with a later start of
rem the optimising compiler, which takes more time during the first gigabytes than it saves in them.
rem
rem   JAVA_HOME    the Java to use; otherwise the one in PATH
rem   SHOAL_OPTS   further options for Java, separated by spaces
rem   SHOAL_LANES  yes or no: whether the Vector API is used. Default: yes
rem
rem Its twin for other systems is shoal: whatever one gives to Java, the other must give, too, archives
rem of classes and the home directory aside.
rem Without blocks in parentheses, as paths may have some.
setlocal

set "jar=%~dp0shoal.jar"
if not exist "%jar%" goto nojar

if not defined JAVA_HOME goto path
set "home=%JAVA_HOME:"=%"
set "java=%home%\bin\java.exe"
if exist "%java%" goto modules
>&2 echo shoal: JAVA_HOME is "%home%", but there is no bin\java.exe in it
exit /b 1

:path
set "java="
for %%I in (java.exe) do set "java=%%~$PATH:I"
if not defined java goto nojava
for %%I in ("%java%") do set "home=%%~dpI.."

rem A Java that lacks the module would refuse to start. Each states what it has in a file. Whether the
rem processor has SHA extensions, with which it gains little, cannot be asked here.
:modules
set "modules="
if "%SHOAL_LANES%"=="no" goto run
set "names="
if not exist "%home%\release" goto run
for /f "usebackq tokens=1,* delims==" %%A in ("%home%\release") do if "%%A"=="MODULES" set "names= %%~B "
if not defined names goto run
if not "%names: jdk.incubator.vector =%"=="%names%" set "modules=--add-modules=jdk.incubator.vector"

rem Ten times HotSpot's own thresholds. What runs for every byte passes these at once; what runs for
rem every frame has little to gain.
:run
set "compiler=-XX:+IgnoreUnrecognizedVMOptions -XX:Tier4InvocationThreshold=50000"
set "compiler=%compiler% -XX:Tier4MinInvocationThreshold=10000 -XX:Tier4CompileThreshold=150000"
set "compiler=%compiler% -XX:Tier4BackEdgeThreshold=400000"

rem What only says something, or asks the node that runs or the tracker, hashes nothing and ends before
rem the optimising compiler would be of use.
for %%W in (-h --help -V --version completion config console downloads) do if "%~1"=="%%W" goto light
for %%W in (limit list peers status pause resume cancel stop whoami id) do if "%~1"=="%%W" goto light
for %%W in (search info files unshare user login logout passwd keys group) do if "%~1"=="%%W" goto light
if "%~2"=="--help" goto light
if "%~3"=="--help" goto light
goto start

:light
set "modules="
set "compiler=-XX:TieredStopAtLevel=1"

:start
"%java%" %modules% %compiler% %SHOAL_OPTS% -jar "%jar%" %*
exit /b %ERRORLEVEL%

:nojar
>&2 echo shoal: there is no shoal.jar beside "%~f0"
exit /b 1

:nojava
>&2 echo shoal: there is no java in PATH: install Java 17 or newer, or set JAVA_HOME
exit /b 1
