%% Records what the real gen_statem does with scenarios: those of hand.terms, and
%% random ones from a seed. A scenario is data, so its twin in Go plays the same.
%%
%%     erlc recorder.erl && erl -noshell -s recorder main SEED COUNT > ../statem/otpNN.json
%%
%% with NN the release, for instance 25.
-module(recorder).
-behaviour(gen_statem).
-export([main/1, callback_mode/0, init/1, handle_event/4, terminate/3]).

-define(GAP, 25).   %% ms between two moments at which something happens by itself
-define(DRIFT, 8).  %% ms that such a moment may be late

%% ---- the command ----

main([Seed, Count]) ->
    logger:set_primary_config(level, none),
    rand:seed(exsss, list_to_integer(atom_to_list(Seed))),
    {ok, Hand} = file:consult("hand.terms"),
    Recorded = at_once([fun() -> retry(hand(S), 20) end || S <- Hand]),
    Random = random(list_to_integer(atom_to_list(Count)), 1, []),
    Otp = list_to_binary(erlang:system_info(otp_release)),
    Lines = [json(S) || S <- Recorded ++ Random],
    io:put_chars(["{\"format\":1,\"otp\":", json(Otp), ",\"seed\":", json(list_to_binary(atom_to_list(Seed))),
                  ",\"scenarios\":[\n", lists:join(",\n", Lines), "\n]}\n"]),
    halt().

%% A scenario whose moments were too near, or late, proves nothing.
retry(#{name := Name}, 0) -> error({unstable, Name});
retry(S, N) ->
    case record(S) of
        {ok, R} -> R;
        {unstable, _} -> retry(S, N - 1)
    end.

%% In hand.terms the texts are written as atoms.
hand(#{init := Init, steps := Steps} = S) ->
    On = maps:get(on, S, #{}),
    S#{init := maps:map(fun(_, V) -> texts(V) end, Init), strict => maps:get(strict, S, false),
       on => maps:from_list([{texts(K), texts(V)} || {K, V} <- maps:to_list(On)]),
       steps := [Step#{ops := texts(Ops)} || #{ops := Ops} = Step <- Steps]}.

texts(A) when is_atom(A) -> atom_to_binary(A);
texts(L) when is_list(L) -> [texts(E) || E <- L];
texts(N) -> N.

%% Many run at a time: they spend their lives waiting.
random(Count, _, Done) when length(Done) >= Count -> lists:sublist(lists:reverse(Done), Count);
random(Count, From, Done) ->
    Results = at_once([fun() -> record(S) end || S <- [scenario(N) || N <- lists:seq(From, From + 99)]]),
    random(Count, From + 100, [R || {ok, R} <- lists:reverse(Results)] ++ Done).

at_once(Fs) ->
    Self = self(),
    Pids = [spawn_link(fun() -> timer:sleep(rand:uniform(2000)), Self ! {self(), F()} end) || F <- Fs],
    [receive {P, R} -> R end || P <- Pids].

%% ---- the driver of one scenario ----

record(#{steps := Steps} = S) ->
    Start = now_ms(),
    case gen_statem:start_monitor(?MODULE, {self(), Start, S}, []) of
        {ok, {P, Ref}} ->
            drive(S, P, Ref, Start, Steps);
        Failed ->
            Result = case Failed of ignore -> <<"ignore">>; {error, R} -> reason(R) end,
            {ok, S#{start => Result, expect => []}}
    end.

drive(S, P, Ref, Start, Steps) ->
    Ends = tl([At || #{at := At} <- Steps] ++ [maps:get('end', S)]),
    {Expect, _, _} = lists:foldl(
        fun({#{at := At} = Step, End}, {Acc, Calls, N}) ->
            note_drift(Start, At),
            wait_until(Start + At),
            note_drift(Start, At),
            {Calls1, N1} = ops(P, Step, Calls, N),
            wait_until(Start + End - 5),
            {Replies, Open} = replies(Calls1),
            {[#{events => events(Ref), replies => Replies} | Acc], Open, N1}
        end, {[], [], 1}, lists:zip(Steps, Ends)),
    {Dues, Late} = dues([], false),
    exit(P, kill),
    Moments = lists:sort([At || #{at := At} <- Steps] ++ [D || D <- Dues, D < maps:get('end', S) + 2 * ?GAP]),
    case Late orelse near(Moments ++ [maps:get('end', S)]) of
        true -> {unstable, Moments};
        false -> {ok, prune(S#{start => <<"ok">>, expect => lists:reverse(Expect)})}
    end.

%% Without the scripts that were never asked for.
prune(#{on := On, expect := Expect} = S) ->
    Seen = [{State, hd(binary:split(Rest, <<" from">>))}
        || #{events := Es} <- Expect, E <- Es, [State, Rest] <- [binary:split(E, <<" ">>)]],
    Used = fun(Place, _) ->
        case binary:split(Place, <<" ">>) of
            [<<"*">>, Key] -> lists:keymember(Key, 2, Seen);
            [State, Key] -> lists:member({State, Key}, Seen)
        end
    end,
    S#{on := maps:filter(Used, On)}.

note_drift(Start, At) ->
    case now_ms() - Start - At > ?DRIFT of
        true -> self() ! {late, At};
        false -> ok
    end.

ops(P, #{at := At, ops := Ops} = Step, Calls, N) ->
    Hold = maps:get(hold, Step, false),
    Hold andalso gen_statem:cast(P, {At, <<"hold">>}),
    Result = lists:foldl(
        fun([<<"cast">>, V], {Cs, K}) -> gen_statem:cast(P, {At, V}), {Cs, K};
           ([<<"call">>, V], {Cs, K}) -> {[{K, gen_statem:send_request(P, {At, V})} | Cs], K + 1}
        end, {Calls, N}, Ops),
    Hold andalso (P ! release),
    Result.

replies(Calls) ->
    lists:foldr(
        fun({K, Req} = C, {Done, Open}) ->
            Key = integer_to_binary(K),
            case gen_statem:wait_response(Req, 0) of
                timeout -> {Done, [C | Open]};
                {reply, V} -> {Done#{Key => V}, Open};
                {error, {R, _}} -> {Done#{Key => <<"down:", (reason(R))/binary>>}, Open}
            end
        end, {#{}, []}, Calls).

%% What was logged, and the end of the machine, which comes last.
events(Ref) ->
    receive
        {log, Text} -> [Text | events(Ref)]
    after 0 ->
        receive
            {'DOWN', Ref, process, _, R} -> [<<"exit ", (reason(R))/binary>>]
        after 0 -> []
        end
    end.

dues(Acc, Late) ->
    receive
        {due, At} -> dues([At | Acc], Late);
        {late, _} -> dues(Acc, true)
    after 0 -> {Acc, Late}
    end.

near([A, B | _]) when B - A < ?GAP -> true;
near([_ | T]) -> near(T);
near([]) -> false.

now_ms() -> erlang:monotonic_time(millisecond).

wait_until(T) ->
    case T - now_ms() of
        D when D > 0 -> timer:sleep(D);
        _ -> ok
    end.

reason(normal) -> <<"normal">>;
reason({exception, R}) -> <<"exception:", R/binary>>;
reason(unhandled) -> <<"unhandled">>;
reason({bad_state_enter_return_from_state_function, _}) -> <<"bad_enter">>;
reason({bad_state_enter_action_from_state_function, _}) -> <<"bad_enter">>;
reason({R, [{_, _, _, _} | _]}) -> reason(R);
reason(R) when is_atom(R) -> atom_to_binary(R);
reason(R) when is_binary(R) -> R.

%% ---- the machine, whose handlers are scripts ----

callback_mode() -> [handle_event_function, state_enter].

init({Driver, Start, #{init := #{state := State} = Init} = S}) ->
    D = #{driver => Driver, start => Start, s => S, at => 0, dues => #{}, counts => #{}, kept => []},
    case maps:get(result, Init, <<"ok">>) of
        <<"ok">> ->
            {_, D1, Actions} = run(maps:get(do, Init, []), none, D),
            {ok, State, D1, Actions};
        <<"ignore">> -> ignore;
        <<"stop:", R/binary>> -> {stop, R};
        <<"raise:", R/binary>> -> error({exception, R})
    end.

handle_event(enter, From, State, D) ->
    log(D, [State, <<" enter from ">>, From]),
    act(<<"enter">>, State, none, D);
handle_event(info, {timeout, _, _}, _, D) ->
    %% A timer that OTP 25 forgets when a timeout of 0 is replaced by one with a clock: not what its manual says.
    maps:get(driver, D) ! {late, 0},
    keep_state_and_data;
handle_event(cast, {At, <<"hold">>}, State, D) ->
    log(D, [State, <<" cast:hold">>]),
    receive release -> ok end,
    {keep_state, D#{at := max(At, maps:get(at, D))}};
handle_event(Type, {updated, V}, State, #{at := At, dues := Dues, start := Start} = D) ->
    %% It comes when the timeout was due anyhow, or at once if none ran.
    Due = maps:get(Type, Dues, At),
    Ran = Due > At andalso now_ms() - Start >= Due,
    handle_event(Type, {case Ran of true -> Due; false -> At end, V}, State, D);
handle_event(Type, {At, V}, State, D0) ->
    D = D0#{at := max(At, maps:get(at, D0))},
    clock(Type) andalso note_late(D, maps:get(at, D)),
    Key = <<(type(Type))/binary, ":", V/binary>>,
    log(D, [State, <<" ">>, Key]),
    From = case Type of {call, F} -> F; _ -> none end,
    act(Key, State, From, D).

clock(state_timeout) -> true;
clock(timeout) -> true;
clock({timeout, _}) -> true;
clock(_) -> false.

%% A machine that was busy handles what came meanwhile when it is done, at At.
note_late(#{start := Start, driver := Driver}, At) ->
    case now_ms() - Start - At > ?DRIFT of
        true -> Driver ! {late, At};
        false -> ok
    end.

type(cast) -> <<"cast">>;
type(internal) -> <<"internal">>;
type({call, _}) -> <<"call">>;
type(state_timeout) -> <<"state_timeout">>;
type(timeout) -> <<"timeout">>;
type({timeout, Name}) -> <<"timeout/", Name/binary>>.

terminate(Reason, State, D) -> log(D, [State, <<" terminate ">>, reason(Reason)]).

log(#{driver := Driver}, Text) -> Driver ! {log, iolist_to_binary(Text)}.

%% The first time a handler runs it does its first list of actions, then its
%% second; after the last it does nothing.
act(Key, State, From, #{s := #{on := On} = S, counts := Counts} = D) ->
    Specific = <<State/binary, " ", Key/binary>>,
    Any = <<"* ", Key/binary>>,
    Place = case On of #{Specific := _} -> Specific; _ -> Any end,
    case On of
        #{Place := Lists} ->
            N = maps:get(Place, Counts, 0),
            Actions = case length(Lists) > N of true -> lists:nth(N + 1, Lists); false -> [] end,
            {Result, D1, Out} = run(Actions, From, D#{counts := Counts#{Place => N + 1}}),
            result(Result, State, D1, Out);
        #{} when Key =:= <<"enter">> -> {keep_state, D};
        #{} ->
            case maps:get(strict, S, false) of
                true -> error(unhandled);
                false -> {keep_state, D}
            end
    end.

result(keep, _, D, Out) -> {keep_state, D, Out};
result({next, S}, _, D, Out) -> {next_state, S, D, Out};
result(repeat, _, D, Out) -> {repeat_state, D, Out};
result({stop, R}, _, D, Out) ->
    case [A || {reply, _, _} = A <- Out] of
        [] -> {stop, R, D};
        Replies -> {stop_and_reply, R, Replies, D}
    end.

%% run turns actions into those of gen_statem.
run(Actions, From, D) ->
    {R, D1, Out} = lists:foldl(fun(A, Acc) -> action(A, From, Acc) end, {keep, D, []}, Actions),
    {R, D1, lists:reverse(Out)}.

action([<<"busy">>, Ms], _, {R, #{at := At, driver := Driver, start := Start} = D, Out}) ->
    Driver ! {due, At + Ms},
    wait_until(Start + At + Ms),
    {R, D#{at := At + Ms}, Out};
action([<<"next">>, S], _, {_, D, Out}) -> {{next, S}, D, Out};
action([<<"repeat">>], _, {_, D, Out}) -> {repeat, D, Out};
action([<<"stop">>, R], _, {_, D, Out}) -> {{stop, word(R)}, D, Out};
action([<<"raise">>, R], _, _) -> error({exception, R});
action([<<"postpone">>], _, {R, D, Out}) -> {R, D, [postpone | Out]};
action([<<"event">>, V], _, {R, D, Out}) -> {R, D, [{next_event, internal, {0, V}} | Out]};
action([<<"set">>, Kind, Ms, V], _, {R, #{at := At, driver := Driver, dues := Dues} = D, Out}) ->
    {Time, Due} = case Ms of
        <<"infinity">> -> {infinity, 0};
        0 -> {0, At};
        _ -> Driver ! {due, At + Ms}, {Ms, At + Ms}
    end,
    {R, D#{dues := Dues#{kind(Kind) => Due}}, [{kind(Kind), Time, {Due, V}} | Out]};
action([<<"cancel">>, Kind], _, {R, D, Out}) -> {R, D, [{kind(Kind), cancel} | Out]};
action([<<"update">>, Kind, V], _, {R, D, Out}) ->
    {R, D, [{kind(Kind), update, {updated, V}} | Out]};
action([<<"reply">>, V], From, {R, D, Out}) when From =/= none -> {R, D, [{reply, From, V} | Out]};
action([<<"keep">>], From, {R, #{kept := K} = D, Out}) when From =/= none -> {R, D#{kept := K ++ [From]}, Out};
action([<<"answer">>, V], _, {R, #{kept := [From | K]} = D, Out}) -> {R, D#{kept := K}, [{reply, From, V} | Out]};
action([<<"send">>, V], _, {R, #{at := At} = D, Out}) -> gen_statem:cast(self(), {At, V}), {R, D, Out};
action(_, _, Acc) -> Acc. %% nobody to answer

kind(<<"state">>) -> state_timeout;
kind(<<"event">>) -> timeout;
kind(Name) -> {timeout, Name}.

word(<<"normal">>) -> normal;
word(<<"shutdown">>) -> shutdown;
word(R) -> R.

%% ---- random scenarios ----

scenario(N) ->
    States = [<<"a">>, <<"b">>, <<"c">>],
    Keys = [<<T/binary, ":", V/binary>> || T <- types(), V <- [<<"x">>, <<"y">>]] ++ [<<"enter">>],
    On = maps:from_list([{<<S/binary, " ", K/binary>>, lists(K)}
        || S <- States ++ [<<"*">>], K <- Keys, chance(case S of <<"*">> -> 15; _ -> 55 end)]),
    {Steps, End} = steps(rand:uniform(6) + 3, 100, []),
    #{name => iolist_to_binary(io_lib:format("random_~4..0b", [N])),
      init => #{state => pick(States), do => actions(init, 2)},
      on => On, strict => chance(2), steps => Steps, 'end' => End}.

types() -> [<<"call">>, <<"cast">>, <<"internal">>, <<"state_timeout">>, <<"timeout">>, <<"timeout/m">>, <<"timeout/n">>].

steps(0, At, Acc) -> {lists:reverse(Acc), At};
steps(N, At, Acc) ->
    Ops = [[pick([<<"cast">>, <<"call">>]), v()] || _ <- lists:seq(1, pick([1, 1, 1, 2, 3]))],
    Step = #{at => At, ops => Ops},
    %% Without hold the machine would handle the first while the others are sent, or not.
    Hold = length(Ops) > 1 orelse chance(20),
    steps(N - 1, At + 60 + rand:uniform(900), [case Hold of true -> Step#{hold => true}; false -> Step end | Acc]).

lists(Key) -> [actions(Key, 3) || _ <- lists:seq(1, rand:uniform(3))].

actions(Key, Max) ->
    case Key =/= init andalso rand:uniform(300) =:= 1 of
        true -> [pick([[<<"raise">>, <<"r">>], [<<"stop">>, <<"s">>]])];
        false ->
            Turn = case Key of
                init -> [];
                <<"enter">> -> some([{5, [<<"repeat">>]}, {case chance(10) of true -> 2; false -> 0 end, [<<"next">>, <<"c">>]}]);
                _ -> some([{40, [<<"next">>, pick([<<"a">>, <<"b">>, <<"c">>])]}, {8, [<<"repeat">>]},
                           {1, [<<"stop">>, pick([<<"normal">>, <<"s">>])]}])
            end,
            [[<<"busy">>, 50 + rand:uniform(500)] || chance(4)] ++ Turn ++ [one(Key) || _ <- lists:seq(1, rand:uniform(Max + 1) - 1)]
    end.

some([]) -> [];
some([{P, A} | T]) -> case chance(P) of true -> [A]; false -> some(T) end.

one(init) -> pick([[<<"event">>, v()], set()]);
one(<<"enter">>) ->
    case rand:uniform(300) =:= 1 of
        true -> pick([[<<"postpone">>], [<<"event">>, v()]]);
        false -> pick([set(), set(), [<<"answer">>, <<"later">>], [<<"send">>, v()], [<<"cancel">>, timer()]])
    end;
one(<<"call", _/binary>>) ->
    pick([[<<"reply">>, <<"now">>], [<<"reply">>, <<"now">>], [<<"keep">>], [<<"postpone">>], set(), [<<"event">>, v()]]);
one(_) ->
    pick([set(), set(), [<<"postpone">>], [<<"event">>, v()], [<<"answer">>, <<"later">>], [<<"send">>, v()],
          [<<"cancel">>, timer()], [<<"update">>, pick([<<"state">>, <<"m">>, <<"n">>]), v()]]).

set() ->
    Ms = case rand:uniform(10) of
        N when N =< 2 -> 0;
        3 -> <<"infinity">>;
        _ -> 50 + rand:uniform(1500)
    end,
    [<<"set">>, timer(), Ms, v()].

timer() -> pick([<<"state">>, <<"event">>, <<"m">>, <<"n">>]).
v() -> pick([<<"x">>, <<"y">>]).
pick(L) -> lists:nth(rand:uniform(length(L)), L).
chance(Percent) -> rand:uniform(100) =< Percent.

%% ---- JSON ----

json(true) -> "true";
json(false) -> "false";
json(N) when is_integer(N) -> integer_to_list(N);
json(A) when is_atom(A) -> json(atom_to_binary(A));
json(B) when is_binary(B) -> [$", [escape(C) || <<C>> <= B], $"];
json(L) when is_list(L) -> [$[, lists:join($,, [json(E) || E <- L]), $]];
json(M) when is_map(M) ->
    [${, lists:join($,, [[json(K), $:, json(V)] || {K, V} <- lists:sort(maps:to_list(M))]), $}].

escape($") -> "\\\"";
escape($\\) -> "\\\\";
escape(C) -> C.
